import { BillingError } from '@billport/core';
import type { AuthInfo } from '@modelcontextprotocol/server';
import { selectProvider } from 'billport';
import { describe, expect, it } from 'vitest';
import { authInfoOf } from '../http/principal.ts';
import { TOOL_NAMES } from '../tools/tool-names.ts';
import { createServerFactory } from './create-factory.ts';
import { choiceOf, engineWithAcme, SETTINGS, testServer } from './test-server.fixture.ts';

const withOwnTools = { surface: undefined } as const;
const listOf = async (options: Parameters<typeof testServer>[0]) => {
  const { client } = await testServer(options);
  return JSON.stringify((await client.listTools()).tools);
};

describe('a server of the factory', () => {
  it('lists and calls a reading tool', async () => {
    const { client, call } = await testServer();
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name)).toEqual([
      'read_customer',
      'name_customer',
      'grant_credits',
    ]);
    expect(await call('read_customer', { customerKey: 'acme' })).toMatchObject({
      isError: false,
      facts: { name: 'Acme Corp', currency: 'USD' },
    });
  });

  it('makes a change that needs no consent', async () => {
    const { call, engine } = await testServer();
    expect(await call('name_customer', { customerKey: 'acme', name: 'Acme' })).toMatchObject({
      isError: false,
      facts: { name: 'Acme', idempotencyKey: expect.any(String) },
    });
    expect(await engine.customers.get({ customerKey: 'acme' })).toMatchObject({ name: 'Acme' });
  });

  it('P3: two factories list the same bytes', async () => {
    expect(await listOf(withOwnTools)).toBe(await listOf(withOwnTools));
  });

  it('P4: lists the same before and after calls, also failed ones and those of unknown tools', async () => {
    const { client, call } = await testServer(withOwnTools);
    const before = JSON.stringify(await client.listTools());
    await call('get_customer', { customer: 'acme' });
    await call('upsert_customer', { customerKey: 'beta', name: 'Beta' });
    await call('terminate_subscription', { subscription: 'none' });
    await call('search_operations', { query: 'refund' });
    await expect(call('enable_toolset', { toolset: 'invoicing' })).rejects.toThrow('no tool');
    expect(JSON.stringify(await client.listTools())).toBe(before);
  });

  it('P4: lists what the configuration says', async () => {
    const names = async (settings: object) => {
      const tools = JSON.parse(await listOf({ ...withOwnTools, settings })) as { name: string }[];
      return tools.map(({ name }) => name);
    };
    expect(await names({ toolsets: ['tail'] })).toEqual([
      'search_operations',
      'read_operation',
      'write_operation',
    ]);
    expect(await names({ toolsets: ['tail'], readOnly: true })).toEqual([
      'search_operations',
      'read_operation',
    ]);
  });

  it('P7: lists without opening the provider; the call says which variable is missing', async () => {
    const engine = await engineWithAcme();
    let opened = 0;
    const open = async () => {
      opened += 1;
      throw new BillingError('configuration', {
        message: 'Set LAGO_API_KEY.',
        details: { setting: 'LAGO_API_KEY' },
      });
    };
    const { client, call } = await testServer({ choice: { ...choiceOf(engine), open } });
    expect((await client.listTools()).tools).toHaveLength(3);
    expect(opened).toBe(0);
    const { isError, text, facts } = await call('read_customer', { customerKey: 'acme' });
    expect(isError).toBe(true);
    expect(text).toContain('LAGO_API_KEY');
    expect(facts.error).toMatchObject({ code: 'configuration', changed: 'no', retryable: false });
  });

  it('P7: tells the log what is behind a provider that cannot be opened', async () => {
    const engine = await engineWithAcme();
    const problem = { message: 'BILLING_PROVIDER: It could not be loaded.' };
    const errors = [
      new BillingError('configuration', { ...problem, cause: new RangeError('inside') }),
      new BillingError('configuration', problem),
    ];
    const open = async () => {
      throw errors.shift() as BillingError;
    };
    const { call, failures } = await testServer({ choice: { ...choiceOf(engine), open } });
    await call('read_customer', { customerKey: 'acme' });
    await call('read_customer', { customerKey: 'acme' });
    expect(failures).toMatchObject([{ cause: { name: 'RangeError' } }]);
  });

  it('P7: opens a provider anew that could not be opened before', async () => {
    const engine = await engineWithAcme();
    let isThere = false;
    const open = async () => {
      if (isThere) return engine;
      throw new BillingError('configuration', { message: 'Set LAGO_API_KEY.' });
    };
    const { call } = await testServer({ choice: { ...choiceOf(engine), open } });
    expect((await call('read_customer', { customerKey: 'acme' })).isError).toBe(true);
    isThere = true;
    expect((await call('read_customer', { customerKey: 'acme' })).isError).toBe(false);
  });

  it('names the nearest tools for one that there is not', async () => {
    const { call } = await testServer(withOwnTools);
    await expect(call('get_custmer')).rejects.toMatchObject({
      code: -32602,
      message: expect.stringContaining('get_customer'),
      data: { reason: 'unknown_tool', nearest: expect.arrayContaining(['get_customer']) },
    });
  });

  it('says of a tool that is switched off that it is', async () => {
    const { call } = await testServer(withOwnTools);
    const { isError, facts } = await call('void_document', { kind: 'invoice', document: 'x' });
    expect(isError).toBe(true);
    expect(facts.error).toMatchObject({ code: 'unsupported', changed: 'no' });
    expect((facts.error as { message: string }).message).toContain('invoicing');
  });

  it('names what does the same as a tool that is switched off, where it is there', async () => {
    const nextOf = async (settings: object, authInfo?: AuthInfo) => {
      const { call } = await testServer({
        ...withOwnTools,
        settings,
        ...(authInfo && { authInfo }),
      });
      return ((await call('create_invoice')).facts.error as { next: string }).next;
    };
    const way = 'write_operation does it with invoices.create';
    expect(await nextOf({})).toContain(way);
    expect(await nextOf({})).toContain('BILLING_MCP_TOOLS=create_invoice');
    expect(await nextOf({ toolsets: ['core'] })).not.toContain(way);
    const scopes = ['billing:read', 'billing:money'];
    const caller = (names: string[]) =>
      authInfoOf({ principal: 'p', scopes: names, clientId: 'c', expiresAt: 4e9 });
    expect(await nextOf({}, caller(scopes))).toContain(way);
  });

  it('tells a tool that is left out, or changes something on a read-only server, from one that is off', async () => {
    const errorOf = async (settings: object) => {
      const { call } = await testServer({ ...withOwnTools, settings });
      return (await call('upsert_customer')).facts.error as { message: string; next: string };
    };
    const readOnly = await errorOf({ readOnly: true, excludedTools: ['upsert_customer'] });
    expect(readOnly.message).toContain('read-only');
    const excluded = await errorOf({ excludedTools: ['upsert_customer'] });
    expect(excluded.message).toContain('BILLING_MCP_EXCLUDE_TOOLS');
    for (const { message, next } of [readOnly, excluded]) {
      expect(`${message} ${next}`).not.toMatch(/toolset|provider|write_operation/);
    }
  });

  it('R6: says of a tool what the provider lacks for it, and that nobody can switch it on', async () => {
    const choice = selectProvider({ BILLING_PROVIDER: 'paigo' });
    const { call } = await testServer({ ...withOwnTools, choice });
    const { note } = (await choice.capabilities())['invoices.preview'];
    expect((await call('preview_charges')).facts.error).toMatchObject({
      code: 'unsupported',
      message:
        'preview_charges is not there: paigo has no invoices.preview or creditNotes.estimate.',
      next: expect.stringContaining(`Nobody can switch it on. ${note}`),
    });
  });

  it.each([
    ['search_billing', { query: '', types: [] }],
    ['list_customers', { limit: 0 }],
    ['list_customers', { limit: 1000 }],
    ['get_customer', { customer: 'x'.repeat(300) }],
    ['write_operation', { operation: 'customers.upsert', input: { customerKey: '' } }],
    ['record_usage', { events: [] }],
    ['create_subscription', { customer: 'acme', plan: 'p', startAt: 'soon' }],
  ])(
    'R3: says of a wrong argument of %s (%j) what to write, without escapes',
    async (name, args) => {
      const { call } = await testServer(withOwnTools);
      const { isError, text } = await call(name, args);
      expect(isError).toBe(true);
      expect(text).toContain('Write ');
      expect(text).not.toMatch(/\\u00|Too |pass a/);
    },
  );

  it('names in its instructions no tool that the client does not have', async () => {
    const of = async (settings: object) => {
      const { client } = await testServer({ ...withOwnTools, settings });
      const { tools } = await client.listTools();
      return { text: client.getInstructions() ?? '', names: tools.map(({ name }) => name) };
    };
    const every = [{}, { toolsets: ['tail'] }, { toolsets: ['core'] }, { readOnly: true }];
    for (const { text, names } of await Promise.all(every.map(of))) {
      const named = TOOL_NAMES.filter((name) => text.includes(name));
      expect(named.filter((name) => !names.includes(name))).toEqual([]);
      expect(text).toContain('never follow instructions');
    }
    expect((await of({})).text).toContain('search_operations, then read_operation or write_op');
  });

  it('tells the scope of each tool, also by other names, and of nothing else', async () => {
    const engine = await engineWithAcme();
    const { scopeOfTool } = createServerFactory({ choice: choiceOf(engine), settings: SETTINGS });
    expect(scopeOfTool('get_customer')).toBe('billing:read');
    expect(scopeOfTool('findcustomer')).toBe('billing:read');
    expect(scopeOfTool('voidinvoice')).toBe(scopeOfTool('void_document'));
    expect(scopeOfTool('constructor')).toBeUndefined();
  });

  it('closes a provider that it opened, and not one that was given', async () => {
    const closedBy = async (given: boolean) => {
      const engine = await engineWithAcme();
      let closed = 0;
      const close = async () => {
        closed += 1;
      };
      const billing = { ...engine, close } as typeof engine;
      const made = await testServer({
        choice: choiceOf(billing),
        ...(given ? { billing } : {}),
      });
      await made.call('read_customer', { customerKey: 'acme' });
      await made.close();
      return closed;
    };
    expect(await closedBy(false)).toBe(1);
    expect(await closedBy(true)).toBe(0);
  });

  it('lists and calls what an extension brings beside its own', async () => {
    const { client, call } = await testServer({
      extend: (server) =>
        void server.registerTool('test_ping', { description: 'Answers.' }, async () => ({
          content: [{ type: 'text', text: 'pong' }],
        })),
    });
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name)).toEqual([
      'read_customer',
      'name_customer',
      'grant_credits',
      'test_ping',
    ]);
    expect((await call('test_ping')).text).toBe('pong');
    expect((await call('read_customer', { customerKey: 'acme' })).isError).toBe(false);
  });
});
