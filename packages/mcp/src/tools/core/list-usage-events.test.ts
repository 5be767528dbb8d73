import { BillingError } from '@billport/core';
import { describe, expect, it } from 'vitest';
import { refusalOf } from '../refusal.fixture.ts';
import { read, testCall, withAcme } from '../tool-call.fixture.ts';
import { listUsageEvents } from './list-usage-events.ts';

const idsOf = (items: unknown) => (items as { id: string }[]).map(({ id }) => id);

describe('list_usage_events', () => {
  it('lists events of a time, latest first', async () => {
    const call = await withAcme(testCall());
    const args = { subscription: 'acme-pro', metric: 'API calls', to: '2026-03-07T00:00:00Z' };
    const { facts } = await read(listUsageEvents, args, call);
    expect(idsOf(facts.items)).toEqual(['e2', 'e1']);
  });

  it('goes on where the page before ended', async () => {
    const call = await withAcme(testCall());
    const first = await read(listUsageEvents, { subscription: 'acme-pro', limit: 2 }, call);
    const { nextCursor: cursor } = first.facts;
    expect(first.next).toContain('nextCursor');
    const rest = await read(listUsageEvents, { subscription: 'acme-pro', limit: 2, cursor }, call);
    expect(idsOf(rest.facts.items)).toEqual(['e1']);
  });

  it('finds one event by its id', async () => {
    const call = await withAcme(testCall());
    const { facts } = await read(listUsageEvents, { subscription: 'acme-pro', id: 'e2' }, call);
    expect(facts.event).toMatchObject({ id: 'e2', timestamp: '2026-03-06T08:00:00Z' });
    expect(call.called).not.toContain('usage.listEvents');
  });

  it('R3: fails for an event that was never recorded', async () => {
    const call = await withAcme(testCall());
    const lost = read(listUsageEvents, { subscription: 'acme-pro', id: 'e9' }, call);
    await expect(lost).rejects.toSatisfy((error) => BillingError.is(error, 'not_found'));
  });

  it('asks for the subscription of an id, and R5 refuses a metric that there is not', async () => {
    const call = await withAcme(testCall());
    const alone = await refusalOf(read(listUsageEvents, { id: 'e2' }, call));
    expect(alone.options.field).toBe('subscription');
    const wrong = await refusalOf(read(listUsageEvents, { metric: 'call' }, call));
    expect(wrong.code).toBe('not_found');
    expect(wrong.options.facts?.candidates).toMatchObject([{ code: 'calls' }]);
  });

  it.each([
    ['metric', 'calls'],
    ['from', '2026-03-07T00:00:00Z'],
    ['to', '2026-03-07T00:00:00Z'],
    ['cursor', 'x'],
  ])('R4: refuses %s beside the id of one event', async (field, value) => {
    const args = { subscription: 'acme-pro', id: 'e2', [field]: value };
    const refusal = await refusalOf(read(listUsageEvents, args, await withAcme(testCall())));
    expect([refusal.code, refusal.options.field]).toEqual(['invalid_arguments', field]);
  });
});
