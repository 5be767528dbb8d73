import {
  type Billing,
  BillingError,
  defineProvider,
  emulated,
  type Limits,
  native,
} from '@billport/core';
import { describe, expect, it } from 'vitest';
import { checkedProvider } from './checked-provider.ts';
import type { ConformanceFailure } from './conformance-failure.ts';

const limits: Limits = {
  aggregations: [],
  chargeModels: [],
  intervals: [],
  currencies: 'all',
  usage: { batchSize: 1, atomic: true, deduplication: 'id', repeats: 'compared' },
  fields: { refused: ['customers.list.search'] },
  idempotencyKeys: false,
  eventuallyConsistent: false,
};

const customer = { customerKey: 'acme', createdAt: '2026-01-01T00:00:00.000Z' };

/** A provider of customers that brings `result`, checked. */
function providing(
  result: unknown,
  declared: readonly string[] = ['customers.get', 'customers.list'],
) {
  const breaches: ConformanceFailure[] = [];
  const provider = defineProvider({
    id: 'tiny',
    limits,
    handlers: {
      customers: {
        get: native(async () => {
          if (result instanceof Error) throw result;
          return result as never;
        }),
        list: native(async () => result as never),
        createPortalLink: emulated(async () => ({ url: 'https://x.example' }), 'By hand.'),
      },
    },
  }) as unknown as Billing;
  const billing = checkedProvider(provider, {
    declared: new Set(declared as never[]),
    secrets: ['canary'],
    report: (failure) => breaches.push(failure),
  });
  return { billing, breaches };
}

const get = ({ billing }: { billing: Billing }) => billing.customers.get({ customerKey: 'acme' });

describe('checkedProvider', () => {
  it('lets a result through that is as the contract says', async () => {
    const checked = providing(customer);
    expect(await get(checked)).toEqual(customer);
    expect(checked.breaches).toEqual([]);
  });

  it.each([
    ['a field of its own', { ...customer, internal: 1 }, 'breaks the contract'],
    ['a field that is undefined', { ...customer, name: undefined }, 'does not survive JSON'],
    ['a missing field', { name: 'Acme' }, 'breaks the contract at customerKey'],
    [
      'a wrong moment',
      { ...customer, createdAt: '2026-01-01' },
      'breaks the contract at createdAt',
    ],
    ['a warning of another form', { ...customer, warnings: [{ code: 'late' }] }, 'a warning'],
    ['nothing', undefined, 'instead of an object'],
  ])('refuses a result with %s', async (_, result, problem) => {
    const checked = providing(result);
    await expect(get(checked)).rejects.toThrow(problem);
    expect(checked.breaches).toHaveLength(1);
  });

  it.each([
    ['more items than were asked for', { items: [customer, customer] }, '2 items where 1'],
    ['no items', {}, 'its items are no list'],
    ['an item of another form', { items: [{}] }, 'item 0 breaks the contract'],
    ['an empty cursor', { items: [], nextCursor: '' }, 'its cursor is no text'],
    ['a field of its own', { items: [], total: 3 }, 'fields of its own: total'],
  ])('refuses a page with %s', async (_, page, problem) => {
    const { billing } = providing(page);
    await expect(billing.customers.list({ limit: 1 })).rejects.toThrow(problem);
  });

  it('refuses a walk that brings an item twice', async () => {
    const { billing } = providing({ items: [customer], nextCursor: 'again' });
    const walk = async () => {
      for await (const item of billing.customers.list()) expect(item).toEqual(customer);
    };
    await expect(walk()).rejects.toThrow('the walk brings an item twice');
  });

  it('lets an error through that says where it comes from', async () => {
    const checked = providing(new BillingError('not_found', { message: 'Nobody.' }));
    await expect(get(checked)).rejects.toMatchObject({ code: 'not_found', provider: 'tiny' });
    expect(checked.breaches).toEqual([]);
  });

  it.each([
    ['is no BillingError', new TypeError('broken'), 'it is no BillingError'],
    ['shows a secret', new BillingError('rejected', { message: 'canary' }), 'secret number 1'],
    [
      'shows a secret in its cause',
      new BillingError('rejected', { message: 'No.', cause: new Error('canary') }),
      'secret number 1',
    ],
    ['says nothing', new BillingError('rejected', { message: ' ' }), 'it says nothing'],
    ['names no field', new BillingError('invalid_input', { message: 'No.' }), 'names no field'],
    [
      'does not say how to find out',
      new BillingError('outcome_unknown', { message: 'Lost.' }),
      'how to find out what happened',
    ],
    [
      'comes from another operation',
      new BillingError('rejected', { message: 'No.', provider: 'tiny', operation: 'plans.get' }),
      'its operation is plans.get',
    ],
    ['has a code of its own', new BillingError('lost' as never, { message: 'No.' }), 'code lost'],
  ])('refuses an error that %s', async (_, error, problem) => {
    const checked = providing(error);
    await expect(get(checked)).rejects.toThrow(problem);
    expect(checked.breaches).toHaveLength(1);
  });

  it('refuses an answer to what the limits say is refused', async () => {
    const checked = providing({ items: [customer] });
    await expect(checked.billing.customers.list({ limit: 1 })).resolves.toBeDefined();
    await expect(checked.billing.customers.list({ search: 'a' })).rejects.toThrow(
      'it takes customers.list.search, which its limits say it refuses',
    );
    expect(checked.breaches).toHaveLength(1);
  });

  it('refuses a call that the scenario did not declare', () => {
    expect(() => get(providing(customer, []))).toThrow('did not declare it');
  });

  it('refuses an emulated operation without its warning', async () => {
    const { billing } = providing(customer, ['customers.createPortalLink']);
    const link = await billing.customers.createPortalLink({ customerKey: 'acme' });
    expect(link.warnings).toEqual([{ code: 'emulated', message: 'By hand.' }]);
    const silent = {
      ...billing,
      customers: {
        ...billing.customers,
        createPortalLink: async () => ({ url: 'https://x.example' }),
      },
    } as unknown as Billing;
    const again = checkedProvider(silent, {
      declared: new Set(['customers.createPortalLink']),
      secrets: [],
      report: () => undefined,
    });
    const call = again.customers.createPortalLink({ customerKey: 'acme' });
    await expect(call).rejects.toThrow('lacks the warning that the manifest declares');
  });
});
