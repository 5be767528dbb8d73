import { describe, expect, it } from 'vitest';
import { INJECTIONS, UNSAFE_CHARACTER } from '../answers/injections.fixture.ts';
import { testServer } from '../server/test-server.fixture.ts';
import { surface } from '../surface/surface.ts';
import { TOOL_NAMES } from '../tools/tool-names.ts';
import { PROMPTS } from './prompt-list.ts';
import { promptText } from './prompt-text.ts';

const ARGUMENTS: Readonly<Record<string, Record<string, string>>> = {
  reconcile_period: { customer: 'acme', from: '2026-03-01', to: '2026-03-31' },
  explain_invoice: { invoice: 'INV-1' },
  onboard_customer: { name: 'Acme Corp', plan: 'pro' },
  migrate_plan: { customer: 'acme', plan: 'pro', when: '2026-04-01' },
  credit_check: { customer: 'acme' },
};

const withPrompts = (options: Parameters<typeof testServer>[0] = {}) =>
  testServer({ surface, ...options });

async function textOf(
  { client }: Awaited<ReturnType<typeof testServer>>,
  name: string,
  args: Record<string, string>,
): Promise<string> {
  const { messages } = await client.getPrompt({ name, arguments: args });
  const [{ content }] = messages as unknown as [{ content: { text: string } }];
  return content.text;
}

describe('prompts', () => {
  it('are listed with a description of each and of every argument', async () => {
    const { client } = await withPrompts();
    const { prompts } = await client.listPrompts();
    expect(prompts.map(({ name }) => name)).toEqual(Object.keys(ARGUMENTS));
    for (const { description, arguments: args } of prompts) {
      expect(description?.length).toBeGreaterThan(20);
      for (const argument of args ?? []) {
        expect(Object.keys(argument).toSorted()).toEqual(['description', 'name', 'required']);
        expect(argument.description?.length).toBeGreaterThan(5);
      }
    }
  });

  it.each(Object.keys(ARGUMENTS))('%s names its arguments and its tools', async (name) => {
    const args = ARGUMENTS[name] ?? {};
    const text = await textOf(await withPrompts(), name, args);
    for (const value of Object.values(args)) expect(text).toContain(`"${value}"`);
    for (const tool of PROMPTS.find((prompt) => prompt.name === name)?.needs ?? []) {
      expect(text).toContain(tool);
    }
    const named = text.match(/\b[a-z]+(?:_[a-z]+)+\b/g) ?? [];
    const others = ['dry_run', 'idempotency_key', 'confirm_token', 'response_format'];
    expect(named.filter((word) => !others.includes(word))).toSatisfy((tools: string[]) =>
      tools.every((tool) => (TOOL_NAMES as readonly string[]).includes(tool)),
    );
  });

  it('that change something are not there when the server is read-only', async () => {
    const { client } = await withPrompts({ settings: { readOnly: true } });
    const { prompts } = await client.listPrompts();
    expect(prompts.map(({ name }) => name)).toEqual([
      'reconcile_period',
      'explain_invoice',
      'credit_check',
    ]);
    await expect(
      client.getPrompt({ name: 'migrate_plan', arguments: ARGUMENTS.migrate_plan ?? {} }),
    ).rejects.toMatchObject({ code: -32602 });
  });

  it.each([
    ['a missing argument', 'credit_check', {}, 'needs customer'],
    ['an empty one', 'credit_check', { customer: '  ' }, 'needs customer'],
    ['an unknown one', 'credit_check', { customer: 'acme', other: 'x' }, 'customer; there is'],
    ['an unknown prompt', 'none', {}, 'no prompt of this name'],
  ])('R4: refuse %s', async (_, name, args: Record<string, string>, message) => {
    const { client } = await withPrompts();
    await expect(client.getPrompt({ name, arguments: args })).rejects.toMatchObject({
      code: -32602,
      message: expect.stringContaining(message),
    });
  });

  it.each(Object.entries(INJECTIONS))('S2: keep %s within the quotes of an argument', (_, text) => {
    const plain = promptText('credit_check', { customer: 'acme' });
    const shown = promptText('credit_check', { customer: text });
    expect(shown.split('\n')).toHaveLength(plain.split('\n').length);
    expect(shown).not.toMatch(/[<>]/);
    expect(shown.replaceAll('\n', '')).not.toMatch(UNSAFE_CHARACTER);
    const [line = ''] = shown.split('\n');
    expect(line).toMatch(/^Check the credits of customer "(?:[^"\\]|\\.)*"\.$/u);
  });

  it('complete customers and plans', async () => {
    const { client } = await withPrompts();
    const ref = { type: 'ref/prompt' as const, name: 'migrate_plan' };
    const { completion } = await client.complete({
      ref,
      argument: { name: 'customer', value: 'ac' },
    });
    expect(completion.values).toEqual(['acme']);
    const none = await client.complete({ ref, argument: { name: 'when', value: '2' } });
    expect(none.completion.values).toEqual([]);
  });
});

describe('what prompts tell to call', () => {
  const START_OF_PLAN = { amount: '20.00', currency: 'USD' };

  /** A server with the plans `pro` and `max`, and whatever tools it has by itself. */
  async function withPlans() {
    const made = await withPrompts();
    for (const code of ['pro', 'max']) {
      await made.engine.plans.create({
        code,
        interval: 'monthly',
        timing: 'advance',
        price: START_OF_PLAN,
      });
    }
    return made;
  }

  it('onboard_customer previews and makes customer and subscription in one call', async () => {
    const server = await withPlans();
    const text = await textOf(server, 'onboard_customer', ARGUMENTS.onboard_customer ?? {});
    expect(text).toContain('upsert_customer with planCode and dry_run');
    expect(text).not.toContain('create_subscription');
    const args = { customerKey: 'new', name: 'New Corp', planCode: 'pro' };
    const preview = await server.call('upsert_customer', { ...args, dry_run: true });
    expect(preview.isError).toBe(false);
    expect(preview.text).toContain('20.00 USD');
    const { confirm_token } = preview.facts;
    const named = { ...args, idempotency_key: 'new-1' };
    const made = await server.call('upsert_customer', { ...named, confirm_token });
    expect(made.facts).toMatchObject({ subscription: { customerKey: 'new', planCode: 'pro' } });
  });

  it('migrate_plan previews the move of the subscription, which takes no date', async () => {
    const server = await withPlans();
    await server.engine.subscriptions.create({
      subscriptionKey: 'acme-pro',
      customerKey: 'acme',
      planCode: 'pro',
    });
    const text = await textOf(server, 'migrate_plan', ARGUMENTS.migrate_plan ?? {});
    expect(text).toContain(
      'create_subscription with its subscriptionKey, the new plan and dry_run',
    );
    expect(text).toContain(
      'A change of plan takes no date: where that is not "2026-04-01", say so',
    );
    expect(text).not.toContain('preview_charges');
    const args = { subscriptionKey: 'acme-pro', plan: 'max', dry_run: true };
    const preview = await server.call('create_subscription', args);
    expect(preview.isError).toBe(false);
    expect(preview.text).toMatch(/20\.00 USD.+20\.00 USD.+at once/);
    const dated = { ...args, startAt: '2026-04-01T00:00:00Z' };
    expect((await server.call('create_subscription', dated)).facts.error).toMatchObject({
      code: 'invalid_arguments',
      field: 'startAt',
    });
  });

  it.each(Object.keys(ARGUMENTS))('%s names views and sections that there are', async (name) => {
    const server = await withPrompts();
    const text = await textOf(server, name, ARGUMENTS[name] ?? {});
    await server.engine.plans.create({
      code: 'pro',
      interval: 'monthly',
      timing: 'advance',
      price: START_OF_PLAN,
    });
    await server.engine.subscriptions.create({
      subscriptionKey: 's',
      customerKey: 'acme',
      planCode: 'pro',
    });
    for (const [, view] of text.matchAll(/\bview (\w+)/g)) {
      const { isError } = await server.call('get_usage', { customer: 'acme', view });
      expect([view, isError]).toEqual([view, false]);
    }
    const [, list = ''] = /sections (\w+(?:(?:, | and )\w+)*)/.exec(text) ?? [];
    const sections = list.split(/, | and /).filter((section) => section !== '');
    const { isError } = await server.call('get_customer', { customer: 'acme', sections });
    expect([sections, isError]).toEqual([sections, false]);
    expect(text).not.toContain('projected');
  });
});
