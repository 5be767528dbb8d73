import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BillingError, type BillingErrorCode } from '@billport/core';
import { describe, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { ALL_TOOLS } from '../tools/all-tools.ts';
import { readingTool } from '../tools/tool.ts';
import {
  engineWithAcme,
  grantCredits,
  nameCustomer,
  READING,
  readCustomer,
  surfaceOf,
  testServer,
} from './test-server.fixture.ts';
import type { WatchedCall } from './watched-billing.fixture.ts';

const folder = () => mkdtempSync(join(tmpdir(), 'billport-mcp-'));
const linesOf = (file: string) =>
  readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

/** Fails calls of one operation, at most so often. */
function failing(id: string, error: () => Error, times = Number.POSITIVE_INFINITY) {
  let left = times;
  return ({ operation }: WatchedCall) => {
    if (operation.id !== id || left === 0) return;
    left -= 1;
    throw error();
  };
}

/** How each failure of a provider looks here, and what it may have changed when a write fails so. */
const FAILURES: readonly [string, BillingErrorCode, number | undefined, boolean, string][] = [
  ['down', 'network', undefined, true, 'no'],
  ['401', 'unauthenticated', 401, false, 'no'],
  ['404', 'not_found', 404, false, 'no'],
  ['409', 'conflict', 409, false, 'no'],
  ['422', 'rejected', 422, false, 'no'],
  ['429', 'rate_limited', 429, true, 'no'],
  ['500', 'unavailable', 500, true, 'no'],
  ['timeout', 'timeout', undefined, true, 'unknown'],
  ['a lost reply', 'outcome_unknown', undefined, false, 'unknown'],
];

describe('callTool', () => {
  it.each(FAILURES)('R3: a provider that is %s fails a reading call as %s', async (...row) => {
    const [, code, status, retryable] = row;
    const error = () =>
      new BillingError(code, { message: 'It failed.', ...(status && { status }) });
    const { call } = await testServer({ watch: failing('customers.get', error) });
    const { isError, text, facts } = await call('read_customer', { customerKey: 'acme' });
    expect(isError).toBe(true);
    expect(facts.error).toMatchObject({ code, changed: 'no', retryable, next: expect.any(String) });
    expect(text).toContain(code);
    expect(text).toContain('changed: no');
  });

  it.each(FAILURES)('R3: a provider that is %s fails a changing call as %s', async (...row) => {
    const [, code, status, , changed] = row;
    const error = () =>
      new BillingError(code, { message: 'It failed.', ...(status && { status }) });
    const { call, engine } = await testServer({ watch: failing('customers.upsert', error) });
    const args = { customerKey: 'acme', name: 'Acme', idempotency_key: 'k1' };
    const { isError, text, facts } = await call('name_customer', args);
    expect(isError).toBe(true);
    expect(facts.error).toMatchObject({ code, changed, idempotencyKey: 'k1' });
    expect(text).toContain(`changed: ${changed}`);
    expect(await engine.customers.get({ customerKey: 'acme' })).toMatchObject({
      name: 'Acme Corp',
    });
  });

  it('R3: an error that nobody foresaw tells nothing from inside, and the log has it', async () => {
    const secret = new Error('sk_live_canary');
    const { call, failures } = await testServer({
      watch: failing('customers.get', () => secret),
    });
    const { isError, text, facts } = await call('read_customer', { customerKey: 'acme' });
    expect(isError).toBe(true);
    expect(text + JSON.stringify(facts)).not.toContain('canary');
    expect(facts.error).toMatchObject({ code: 'internal', retryable: false });
    expect(failures).toEqual([secret]);
  });

  it('R3: a failure after the first of several calls says that a part was changed', async () => {
    const error = () => new BillingError('rejected', { message: 'It failed.' });
    const { call, engine } = await testServer({
      settings: { policy: 'allow' },
      watch: failing('credits.add', error),
    });
    const { isError, facts } = await call('grant_credits', { customerKey: 'acme', credits: '5' });
    expect(isError).toBe(true);
    expect(facts.error).toMatchObject({ code: 'rejected', changed: 'yes' });
    expect((await engine.credits.listWallets({ customerKey: 'acme' })).items).toHaveLength(1);
  });

  it('P6: a call that is given up aborts what the provider does, and is no success', async () => {
    const file = join(folder(), 'audit.jsonl');
    const started = Promise.withResolvers<AbortSignal>();
    const aborted = Promise.withResolvers<void>();
    const { client } = await testServer({
      settings: { auditFile: file },
      watch: async ({ operation, options }) => {
        if (operation.id !== 'customers.upsert') return;
        const signal = options?.signal as AbortSignal;
        started.resolve(signal);
        await new Promise<void>((resolve) => {
          signal.addEventListener('abort', () => resolve(), { once: true });
        });
        aborted.resolve();
        throw new BillingError('aborted', { message: 'Given up.' });
      },
    });
    const controller = new AbortController();
    const result = client.callTool(
      { name: 'name_customer', arguments: { customerKey: 'acme', name: 'Acme' } },
      { signal: controller.signal },
    );
    expect((await started.promise).aborted).toBe(false);
    controller.abort();
    await expect(result).rejects.toThrow();
    await aborted.promise;
    await expect.poll(() => linesOf(file)).toHaveLength(2);
    const [start, end] = linesOf(file);
    expect(start).toMatchObject({ result: 'started', decision: 'proceed' });
    expect(end).toMatchObject({ result: 'unknown', code: 'aborted', follows: 1 });
  });

  it('P6: tells how far it is only where a token was given, and only forward', async () => {
    const slow = readingTool({
      ...READING,
      name: 'read_slowly',
      arguments: z.strictObject({}),
      read: async (_, { progress }) => {
        for (const done of [1, 3, 2, 3, 4]) await progress(done, 4);
        return { summary: 'Done.', facts: {} };
      },
    });
    const { client } = await testServer({ surface: surfaceOf(slow) });
    const seen: number[] = [];
    await client.callTool(
      { name: 'read_slowly', arguments: {} },
      { onprogress: ({ progress }) => seen.push(progress) },
    );
    expect(seen).toEqual([1, 3, 4]);
    await client.callTool({ name: 'read_slowly', arguments: {} });
    expect(seen).toHaveLength(3);
  });

  it('A: a tool that writes while it looks or plans is refused before the provider hears of it', async () => {
    const seen: string[] = [];
    const sly = readingTool({
      ...READING,
      name: 'read_slyly',
      arguments: z.strictObject({}),
      read: async (_, { billing }) => {
        await billing.customers.upsert({ customerKey: 'acme', name: 'Mine' });
        return { summary: 'Done.', facts: {} };
      },
    });
    const { call } = await testServer({
      surface: surfaceOf(sly),
      watch: ({ operation }) => void seen.push(operation.id),
    });
    const { isError, facts } = await call('read_slyly');
    expect(isError).toBe(true);
    expect(facts.error).toMatchObject({ code: 'forbidden', changed: 'no' });
    expect(seen).toEqual([]);
  });

  it.each(ALL_TOOLS.filter(({ kind }) => kind === 'reading').map(({ name }) => [name] as const))(
    'A: %s makes only calls that read',
    async (name) => {
      const seen: string[] = [];
      const { call } = await testServer({
        surface: undefined,
        settings: { toolsets: ['core', 'tail', 'invoicing', 'admin'] },
        watch: ({ operation }) => void seen.push(operation.effect),
      });
      // Whatever of these a tool does not know is refused; each has enough for one call.
      const attempts = [
        {},
        { query: 'acme' },
        { customer: 'acme' },
        { kind: 'plans' },
        { kind: 'credit_notes' },
        { invoice: 'none' },
        { operation: 'customers.list' },
        { operation: 'customers.delete', input: { customerKey: 'acme' } },
      ];
      const results = [];
      for (const args of attempts) results.push(await call(name, args));
      expect(seen.filter((effect) => effect !== 'read')).toEqual([]);
      const codes = results.map(
        ({ facts }) => (facts.error as { code?: string } | undefined)?.code,
      );
      expect(codes.some((code) => code !== 'invalid_arguments')).toBe(true);
    },
  );

  it.each(['write_operation', 'update_credit_note', 'create_tax_rate', 'updatecreditnote'])(
    'A: read-only leaves no way to write_operation by the name %s',
    async (name) => {
      const seen: string[] = [];
      const { call } = await testServer({
        surface: undefined,
        settings: { readOnly: true, tools: ['write_operation'], policy: 'allow' },
        watch: ({ operation }) => void seen.push(operation.id),
      });
      const operation = 'customers.delete';
      const args = { operation, input: { customerKey: 'acme' }, dry_run: false };
      const { isError, facts } = await call(name, args);
      expect(isError).toBe(true);
      expect(facts.error).toMatchObject({ code: 'unsupported', changed: 'no' });
      expect(seen).toEqual([]);
    },
  );

  it('D4: without a way to ask, the first call previews and the second, with its token, executes', async () => {
    const seen: string[] = [];
    const { call } = await testServer({
      watch: ({ operation }) => void seen.push(operation.effect),
    });
    const args = { customerKey: 'acme', credits: '50.00' };
    const preview = await call('grant_credits', args);
    expect(preview.isError).toBe(false);
    expect(seen).not.toContain('write');
    const token = preview.facts.confirm_token as string;
    expect(token).toEqual(expect.any(String));
    const made = await call('grant_credits', { ...args, confirm_token: token });
    expect(made).toMatchObject({ isError: false, facts: { credits: '50.00' } });
    const again = await call('grant_credits', { ...args, confirm_token: token });
    expect(again.facts.error).toMatchObject({ code: 'consent_refused', changed: 'no' });
  });

  it('D2: a client that can ask is made to, and a yes makes the change', async () => {
    const messages: string[] = [];
    const { client, call, engine } = await testServer({
      client: { capabilities: { elicitation: { form: {} } } },
    });
    client.setRequestHandler('elicitation/create', async ({ params }) => {
      messages.push(params.message);
      return { action: 'accept', content: { approve: true } };
    });
    const made = await call('grant_credits', { customerKey: 'acme', credits: '50.00' });
    expect(made).toMatchObject({ isError: false, facts: { credits: '50.00' } });
    expect(messages).toHaveLength(1);
    expect(messages[0]).toContain('50.00 USD');
    const { items } = await engine.credits.listWallets({ customerKey: 'acme' });
    expect(items[0]?.creditBalance).toBe('50');
  });

  it('D6: dry_run shows what would happen and changes nothing', async () => {
    const seen: string[] = [];
    const { call } = await testServer({
      settings: { policy: 'allow' },
      watch: ({ operation }) => void seen.push(operation.effect),
    });
    const args = { customerKey: 'acme', credits: '5', dry_run: true };
    const { isError, facts } = await call('grant_credits', args);
    expect(isError).toBe(false);
    expect(facts).toMatchObject({ changed: 'no', money: { amount: '5', currency: 'USD' } });
    expect(seen).toEqual(['read']);
  });

  it.each([
    ['grant_credits', { credits: '5' }, 'BILLING_MCP_POLICY is block'],
    ['name_customer', { name: 'Acme' }, 'call again with the same arguments and dry_run: false'],
  ])(
    'D5, D6: under the policy block the preview of %s leads to what can be done',
    async (name, args, next) => {
      const { call } = await testServer({ settings: { policy: 'block' } });
      const { isError, text } = await call(name, { customerKey: 'acme', dry_run: true, ...args });
      expect(isError).toBe(false);
      expect(text).toContain(next);
      expect(text.includes('dry_run: false')).toBe(name === 'name_customer');
    },
  );

  it('D6: dry_run gives no token to a client that can ask a person', async () => {
    const { call } = await testServer({
      client: { capabilities: { elicitation: { form: {} } } },
    });
    const args = { customerKey: 'acme', credits: '5', dry_run: true };
    expect((await call('grant_credits', args)).facts).not.toHaveProperty('confirm_token');
  });

  it('D8: a change above the limit is refused with the limit named, and not made', async () => {
    const seen: string[] = [];
    const { call } = await testServer({
      settings: { policy: 'allow', maxAmount: { USD: '10' } },
      watch: ({ operation }) => void seen.push(operation.effect),
    });
    const { facts } = await call('grant_credits', { customerKey: 'acme', credits: '11' });
    expect(facts.error).toMatchObject({ code: 'limit_exceeded', changed: 'no' });
    expect(JSON.stringify(facts)).toContain('BILLING_MCP_MAX_AMOUNT');
    expect(seen).toEqual(['read']);
  });

  it('S4: hides a tool without its scope, and refuses it when it is called', async () => {
    const authInfo = {
      token: '',
      clientId: 'c',
      scopes: ['billing:read'],
      extra: { billportPrincipal: 'ann' },
    };
    const { client, call } = await testServer({ authInfo });
    expect((await client.listTools()).tools.map(({ name }) => name)).toEqual(['read_customer']);
    const { facts } = await call('name_customer', { customerKey: 'acme', name: 'Acme' });
    expect(facts.error).toMatchObject({ code: 'denied', scope: 'billing:write', changed: 'no' });
  });

  it('S7: more calls than a minute may have are refused with the time to wait', async () => {
    const { call } = await testServer({ settings: { maxCallsPerMinute: 2 } });
    const read = () => call('read_customer', { customerKey: 'acme' });
    expect([(await read()).isError, (await read()).isError]).toEqual([false, false]);
    expect((await read()).facts.error).toMatchObject({
      code: 'rate_limited',
      retryable: true,
      retryAfterMs: 60_000,
    });
  });

  it('refuses everything while the kill switch is there', async () => {
    const file = join(folder(), 'stop');
    const { call } = await testServer({ settings: { killSwitchFile: file } });
    const read = () => call('read_customer', { customerKey: 'acme' });
    expect((await read()).isError).toBe(false);
    writeFileSync(file, '');
    expect((await read()).facts.error).toMatchObject({ code: 'stopped', changed: 'no' });
  });

  it('S8: writes a line for every call: what was looked at, refused, begun and done', async () => {
    const file = join(folder(), 'audit.jsonl');
    const { call, close } = await testServer({ settings: { auditFile: file } });
    onTestFinished(close);
    await call('read_customer', { customerKey: 'acme' });
    await call('read_customer', { customer: 'acme' });
    await call('name_customer', { customerKey: 'acme', name: 'Acme' });
    await call('grant_credits', { customerKey: 'acme', credits: '5' });
    expect(linesOf(file)).toMatchObject([
      { tool: 'read_customer', decision: 'reading', result: 'ok' },
      { tool: 'read_customer', result: 'refused', code: 'invalid_arguments' },
      { tool: 'name_customer', result: 'started', targets: ['customer:acme'] },
      { tool: 'name_customer', decision: 'proceed', result: 'ok', follows: 3 },
      { tool: 'grant_credits', decision: 'preview', confirmation: 'none', result: 'ok' },
    ]);
  });

  it('S8: writes a line for a call with a number that no digest had a word for', async () => {
    const file = join(folder(), 'audit.jsonl');
    const { call, close, failures } = await testServer({ settings: { auditFile: file } });
    onTestFinished(close);
    await call('read_customer', { customerKey: JSON.parse('1e999') });
    expect(linesOf(file)).toMatchObject([{ result: 'refused', code: 'invalid_arguments' }]);
    expect(failures).toEqual([]);
  });

  it('S8: writes a line for a call whose arguments are nested without end', async () => {
    const file = join(folder(), 'audit.jsonl');
    const { call, close, failures } = await testServer({ settings: { auditFile: file } });
    onTestFinished(close);
    const deep = JSON.parse(`${'['.repeat(20_000)}${']'.repeat(20_000)}`) as unknown;
    const { facts } = await call('read_customer', { customerKey: deep });
    expect(facts.error).toMatchObject({ code: 'invalid_arguments', changed: 'no' });
    expect(linesOf(file)).toMatchObject([{ result: 'refused', code: 'invalid_arguments' }]);
    expect(failures).toEqual([]);
  });

  it('S8: a tool that is switched off is written down, counted and stopped like any other', async () => {
    const file = join(folder(), 'audit.jsonl');
    const killSwitchFile = join(folder(), 'stop');
    const { call, close } = await testServer({
      surface: surfaceOf(readCustomer, grantCredits),
      settings: { readOnly: true, auditFile: file, killSwitchFile, maxCallsPerMinute: 1 },
    });
    onTestFinished(close);
    const codeOf = async () => ((await call('grant_credits')).facts.error as { code: string }).code;
    expect(await codeOf()).toBe('unsupported');
    expect(await codeOf()).toBe('rate_limited');
    writeFileSync(killSwitchFile, '');
    expect(await codeOf()).toBe('stopped');
    expect(linesOf(file)).toMatchObject(
      ['unsupported', 'rate_limited', 'stopped'].map((code) => ({
        tool: 'grant_credits',
        decision: 'refuse',
        result: 'refused',
        code,
      })),
    );
  });

  it('S8: makes no change that cannot be written down; what only looks goes on', async () => {
    const { call, engine } = await testServer({
      settings: { auditFile: join(folder(), 'missing', 'audit.jsonl') },
    });
    const { facts } = await call('name_customer', { customerKey: 'acme', name: 'Acme' });
    expect(facts.error).toMatchObject({ code: 'audit_unavailable', changed: 'no' });
    expect(await engine.customers.get({ customerKey: 'acme' })).toMatchObject({
      name: 'Acme Corp',
    });
    expect((await call('read_customer', { customerKey: 'acme' })).isError).toBe(false);
  });
});

describe('an idempotency_key', () => {
  const once = async (options: Parameters<typeof testServer>[0] = {}) => {
    const seen: WatchedCall[] = [];
    const { watch } = options;
    const made = await testServer({
      surface: surfaceOf(nameCustomer, grantCredits),
      ...options,
      settings: { policy: 'allow', ...options.settings },
      watch: (call) => {
        if (call.operation.effect !== 'read') seen.push(call);
        return watch?.(call);
      },
    });
    return { ...made, seen };
  };
  const grant = { customerKey: 'acme', credits: '5', idempotency_key: 'k1' };
  const named = { customerKey: 'acme', idempotency_key: 'k1' };

  it('D7: with the same arguments brings the first answer, and has one effect', async () => {
    const { call, seen } = await once();
    const first = await call('grant_credits', grant);
    const second = await call('grant_credits', grant);
    expect(seen.map(({ operation }) => operation.id)).toEqual([
      'credits.createWallet',
      'credits.add',
    ]);
    expect(second.facts).toMatchObject({ credits: '5', idempotencyKey: 'k1' });
    expect(first.facts).not.toHaveProperty('warnings');
    expect(second.facts.warnings).toMatchObject([{ code: 'repeated' }]);
  });

  it('D7: of calls at the same time, too', async () => {
    const { call, seen } = await once();
    const results = await Promise.all(
      Array.from({ length: 5 }, () => call('grant_credits', grant)),
    );
    expect(results.map(({ isError }) => isError)).toEqual(Array(5).fill(false));
    expect(seen).toHaveLength(2);
  });

  it('D7: with other arguments is refused', async () => {
    const { call, seen } = await once();
    await call('grant_credits', grant);
    for (const [tool, args] of [
      ['grant_credits', { ...grant, credits: '6' }],
      ['name_customer', { customerKey: 'acme', name: 'Acme', idempotency_key: 'k1' }],
    ] as const) {
      const { facts } = await call(tool, args);
      expect(facts.error).toMatchObject({ code: 'invalid_arguments', field: 'idempotency_key' });
    }
    expect(seen).toHaveLength(2);
  });

  const keysOf = (seen: readonly WatchedCall[]) =>
    seen.map(({ options }) => options?.idempotencyKey);

  it('D7: travels as a digest with the calls, each with one of its own', async () => {
    const { call, seen } = await once();
    await call('grant_credits', { ...grant, idempotency_key: 'k'.repeat(200) });
    const [first, second] = keysOf(seen);
    expect(first).toMatch(/^[0-9a-f]{64}$/);
    expect(second).toBe(`${first}:1`);
  });

  it('D7: reaches the provider alike from every process, and for each caller as another', async () => {
    const authInfoOf = (principal: string) => ({
      token: '',
      clientId: 'c',
      scopes: ['billing:read', 'billing:write', 'billing:money'],
      extra: { billportPrincipal: principal },
    });
    const engine = await engineWithAcme();
    const sent: unknown[] = [];
    for (const principal of ['ann', 'bob', 'ann']) {
      const { call, seen } = await once({ engine, authInfo: authInfoOf(principal) });
      expect((await call('name_customer', { ...named, name: 'Acme' })).facts).toMatchObject({
        idempotencyKey: 'k1',
      });
      sent.push(keysOf(seen)[0]);
    }
    expect(sent[0]).not.toBe(sent[1]);
    expect(sent[2]).toBe(sent[0]);
  });

  it('D7: is shown as the caller wrote it when the provider knows it for something else', async () => {
    const engine = await engineWithAcme();
    const args = { customerKey: 'acme', idempotency_key: 'k$&1' };
    await (await once({ engine })).call('grant_credits', { ...args, credits: '5' });
    const { call } = await once({ engine });
    const { facts } = await call('grant_credits', { ...args, credits: '6' });
    expect(facts.error).toMatchObject({ code: 'conflict', key: 'k$&1' });
    expect((facts.error as { message: string }).message).toContain('k$&1');
    expect(JSON.stringify(facts)).not.toMatch(/[0-9a-f]{64}/);
  });

  it('is made where none is given, and told', async () => {
    const { call } = await once();
    const { facts } = await call('name_customer', { customerKey: 'acme', name: 'Acme' });
    expect(facts.idempotencyKey).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('is free again after a failure that changed nothing', async () => {
    const error = () => new BillingError('rejected', { message: 'No.' });
    const { call } = await once({ watch: failing('credits.createWallet', error, 1) });
    expect((await call('grant_credits', grant)).facts.error).toMatchObject({ changed: 'no' });
    expect((await call('grant_credits', grant)).isError).toBe(false);
  });

  it('D7: sends what may be lost again, with the same keys and inputs, and then it is there once', async () => {
    const error = () =>
      new BillingError('outcome_unknown', { message: '?', details: { lookup: 'Look.' } });
    const { call, seen, engine } = await once({ watch: failing('credits.add', error, 1) });
    expect((await call('grant_credits', grant)).facts.error).toMatchObject({ changed: 'yes' });
    expect((await call('grant_credits', grant)).isError).toBe(false);
    const [first, second] = keysOf(seen);
    expect(first).not.toBe(second);
    expect(keysOf(seen)).toEqual([first, second, first, second]);
    const { items } = await engine.credits.listWallets({ customerKey: 'acme' });
    expect(items.map(({ creditBalance }) => creditBalance)).toEqual(['5']);
  });

  it.each([
    ['the provider would do twice', false, 'credits.createWallet', 'unknown'],
    ['has had a part of its effect', true, 'credits.add', 'yes'],
  ])('R3: is not said to be good for a repeat of what %s', async (...row) => {
    const [, idempotencyKeys, operation, changed] = row;
    const { engine } = await testServer();
    const limits = { ...engine.limits, idempotencyKeys };
    const { call } = await once({
      engine: { ...engine, limits } as typeof engine,
      watch: failing(operation, () => new BillingError('timeout', { message: '?' })),
    });
    const { facts } = await call('grant_credits', grant);
    expect(facts.error).toMatchObject({ code: 'timeout', changed, retryable: false });
  });

  it('D7: sends nothing again that the provider would do twice, and claims no more than it keeps', async () => {
    const error = () =>
      new BillingError('outcome_unknown', { message: '?', details: { lookup: 'Look.' } });
    const { engine } = await testServer();
    const forgetful = { ...engine, limits: { ...engine.limits, idempotencyKeys: false } };
    const { call, seen } = await once({
      engine: forgetful as typeof engine,
      watch: failing('credits.add', error, 1),
    });
    await call('grant_credits', grant);
    const { facts } = await call('grant_credits', grant);
    expect(facts.error).toMatchObject({ code: 'invalid_arguments', field: 'idempotency_key' });
    expect(seen).toHaveLength(2);
    const other = await call('grant_credits', { ...grant, idempotency_key: 'k2' });
    expect(other.facts.warnings).toMatchObject([{ code: 'idempotency' }]);
  });

  it('is not used up by dry_run', async () => {
    const { call } = await once();
    expect((await call('grant_credits', { ...grant, credits: '9', dry_run: true })).isError).toBe(
      false,
    );
    expect((await call('grant_credits', grant)).isError).toBe(false);
  });
});
