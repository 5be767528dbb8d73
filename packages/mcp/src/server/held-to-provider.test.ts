import type { Billing, Capability, InputField, OperationId } from '@billport/core';
import type { EmbeddedBilling } from '@billport/embedded';
import { describe, expect, it } from 'vitest';
import { recordUsage } from '../tools/core/record-usage.ts';
import { changingTool } from '../tools/tool.ts';
import {
  choiceOf,
  engineWithAcme,
  nameCustomer,
  START,
  surfaceOf,
  testServer,
} from './test-server.fixture.ts';

/** Names a customer, with consent. */
const nameWithConsent = changingTool({
  ...(nameCustomer as Extract<typeof nameCustomer, { kind: 'changing' }>),
  name: 'name_with_consent',
  plan: async (args, call) => ({
    ...(await (nameCustomer as Extract<typeof nameCustomer, { kind: 'changing' }>).plan(
      args,
      call,
    )),
    needsConsent: true,
  }),
});

const NOTE = 'It keeps names for a while.';
const NAME = { customerKey: 'acme', name: 'New' };

/** A server whose provider does not name customers as the contract has it. */
async function serverWith({
  capability = { level: 'native' },
  refused = [],
}: {
  readonly capability?: Capability;
  readonly refused?: readonly InputField[];
}) {
  const engine = await engineWithAcme();
  const billing = {
    ...engine,
    capabilities: { ...engine.capabilities, 'customers.upsert': capability },
    limits: { ...engine.limits, fields: { refused } },
    supports: (operation: OperationId) => engine.supports(operation),
  } as EmbeddedBilling;
  return testServer({
    engine: billing,
    choice: choiceOf(billing),
    surface: surfaceOf(nameCustomer, nameWithConsent),
  });
}

describe('a change at a provider that is not held to all of the contract', () => {
  it.each<[string, Capability, string]>([
    ['native', { level: 'native', note: NOTE }, 'Name acme.'],
    ['emulated', { level: 'emulated', note: NOTE }, 'Name acme.'],
    ['partial', { level: 'partial', note: NOTE }, `Name acme. ${NOTE}`],
    [
      'without a field that is given',
      { level: 'partial', note: NOTE, without: ['name', 'email'] },
      `Name acme. embedded may not keep name. ${NOTE}`,
    ],
    [
      'without a field that is not given',
      { level: 'partial', note: NOTE, without: ['email', 'name.first'] },
      'Name acme.',
    ],
  ])('D2: says before it is agreed to what %s means', async (_, capability, effect) => {
    const { call } = await serverWith({ capability });
    const { text, facts } = await call('name_with_consent', NAME);
    expect(text.split('\n')[0]).toBe(`Preview, nothing was changed: ${effect}`);
    const confirm_token = facts.confirm_token;
    expect((await call('name_with_consent', { ...NAME, confirm_token })).isError).toBe(false);
  });

  it.each([
    ['name_with_consent', {}],
    ['name_customer', { dry_run: true }],
  ])('R6: previews no %s with a field that the provider refuses', async (tool, controls) => {
    const { call } = await serverWith({ refused: ['customers.upsert.name'] });
    expect((await call(tool, { ...NAME, ...controls })).facts.error).toMatchObject({
      code: 'unsupported',
      field: 'name',
      changed: 'no',
    });
  });

  it('R6: previews what the provider takes beside what it refuses', async () => {
    const refused: InputField[] = ['customers.upsert.email', 'subscriptions.create.name'];
    const { call } = await serverWith({ refused });
    expect((await call('name_with_consent', NAME)).facts).toHaveProperty('confirm_token');
  });
});

describe('a change that ends at an operation which the provider does not have', () => {
  const LACKING = {
    level: 'unsupported',
    note: 'Add credits to the wallet that is there.',
  } as const;

  it.each([{}, { dry_run: true }])('R6: is refused before any preview (%j)', async (controls) => {
    const engine = await engineWithAcme();
    const billing = {
      ...engine,
      capabilities: { ...engine.capabilities, 'credits.createWallet': LACKING },
      supports: (id: OperationId) => id !== 'credits.createWallet' && engine.supports(id),
    } as EmbeddedBilling;
    const { call } = await testServer({ engine: billing, choice: choiceOf(billing) });
    const { facts } = await call('grant_credits', {
      customerKey: 'acme',
      credits: '1',
      ...controls,
    });
    expect(facts).not.toHaveProperty('confirm_token');
    expect(facts.error).toMatchObject({
      code: 'unsupported',
      changed: 'no',
      operation: 'credits.createWallet',
      next: LACKING.note,
    });
  });
});

describe('usage whose outcome nobody knows', () => {
  it('R3, D7: is a failure that may have changed something, and the same key sends it again', async () => {
    const engine = await engineWithAcme();
    await engine.metrics.create({ code: 'calls', aggregation: 'count' });
    await engine.plans.create({
      code: 'pro',
      interval: 'monthly',
      timing: 'arrears',
      price: { amount: '1.00', currency: 'USD' },
    });
    await engine.subscriptions.create({
      subscriptionKey: 'acme-pro',
      customerKey: 'acme',
      planCode: 'pro',
      startAt: '2026-03-01T00:00:00Z',
    });
    const sent: unknown[] = [];
    const record = async (input: { events: { id: string; subscriptionKey: string }[] }) => {
      sent.push(input);
      if (sent.length > 1) return engine.usage.record(input as never);
      const results = input.events.map(({ id, subscriptionKey }) => ({
        id,
        subscriptionKey,
        status: 'unknown',
      }));
      return { results, recorded: 0, duplicates: 0, rejected: 0 };
    };
    const billing = { ...engine, usage: { ...engine.usage, record } } as unknown as Billing;
    const { call } = await testServer({
      choice: choiceOf(billing),
      surface: surfaceOf(recordUsage),
    });
    const events = [{ subscription: 'acme-pro', metric: 'calls', timestamp: START }];
    const first = await call('record_usage', { events, idempotency_key: 'k' });
    expect(first.isError).toBe(true);
    expect(first.facts.error).toMatchObject({
      code: 'outcome_unknown',
      changed: 'unknown',
      next: expect.stringContaining('repeat only with the same idempotency_key'),
      items: [{ status: 'unknown' }],
    });
    const again = await call('record_usage', { events, idempotency_key: 'k' });
    expect([again.isError, again.facts.recorded]).toEqual([false, 1]);
    expect(sent[1]).toEqual(sent[0]);
  });
});
