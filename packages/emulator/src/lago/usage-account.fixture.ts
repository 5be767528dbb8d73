import type { Fields } from '../machinery/json-fields.ts';
import { type Account, openAccount } from './open-account.fixture.ts';
import type { LagoSwitches } from './switches.ts';

/** A metric that adds up `gb`; other fields as given. */
export function metric(account: Account, fields: Fields = {}): Promise<Fields> {
  return account.one('POST', '/billable_metrics', {
    billable_metric: {
      name: 'Storage',
      code: 'storage',
      aggregation_type: 'sum_agg',
      field_name: 'gb',
      ...fields,
    },
  });
}

/** What `POST /plans` takes: 10.00 USD a month in arrears, without charges. */
export const planFields = (fields: Fields = {}): Fields => ({
  name: 'Pro',
  code: 'pro',
  interval: 'monthly',
  amount_cents: 1000,
  amount_currency: 'USD',
  pay_in_advance: false,
  ...fields,
});

/** Makes a plan of {@link planFields}. */
export const plan = (account: Account, fields: Fields = {}): Promise<Fields> =>
  account.one('POST', '/plans', { plan: planFields(fields) });

/** A standard charge of 0.10 for each unit of a metric. */
export const standardCharge = (metricId: unknown, fields: Fields = {}): Fields => ({
  billable_metric_id: metricId,
  charge_model: 'standard',
  properties: { amount: '0.10' },
  ...fields,
});

/** `POST /subscriptions` of `acme` to `pro` under `acme-pro`; other fields as given. */
export const subscribe = (account: Account, fields: Fields = {}): Promise<Fields> =>
  account.one('POST', '/subscriptions', {
    subscription: {
      external_customer_id: 'acme',
      external_id: 'acme-pro',
      plan_code: 'pro',
      ...fields,
    },
  });

/** An account in which `acme` pays for storage. */
export async function usageAccount(
  charge: Fields = {},
  switches: Partial<LagoSwitches> = {},
  metricFields: Fields = {},
): Promise<Account> {
  const account = openAccount(switches);
  const { lago_id: metricId } = await metric(account, metricFields);
  await plan(account, { charges: [standardCharge(metricId, charge)] });
  await subscribe(account);
  return account;
}

/** What `POST /events` takes: one gigabyte now. */
export const event = (fields: Fields = {}): Fields => ({
  transaction_id: 'one',
  external_subscription_id: 'acme-pro',
  code: 'storage',
  properties: { gb: 1 },
  ...fields,
});
