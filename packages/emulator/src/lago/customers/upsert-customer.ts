import type { Customer } from '@billport/core';
import { invalid, notFound } from '../failure.ts';
import { inLagosWords } from '../field-errors.ts';
import { customerWithTaxes } from '../objects/customers.ts';
import type { LagoState } from '../state.ts';
import type { CustomerInput } from './customer-input.ts';
import { replacedMetadata } from './customer-metadata.ts';
import {
  type CustomerRecord,
  customerRecord,
  keepCustomerRecord,
  makeRoom,
} from './customer-records.ts';
import { customerIfAny } from './find-customer.ts';

/** Lago's names of what the engine may refuse. */
const NAMES = {
  customerKey: 'external_id',
  gracePeriodDays: 'invoice_grace_period',
  paymentTermDays: 'net_payment_term',
};

/** Whether nothing was billed to the customer, so that its currency may change. */
async function isEditable(state: LagoState, customerKey: string): Promise<boolean> {
  const { subscriptions, invoices, credits, coupons } = state.billing;
  const page = { customerKey, limit: 1 };
  const [first, second, third] = await Promise.all([
    subscriptions.list(page),
    invoices.list(page),
    credits.listWallets(page),
  ]);
  if ([first, second, third].some(({ items }) => items.length > 0)) return false;
  for await (const { discount } of coupons.listApplied({ customerKey })) {
    if (discount.type === 'fixed_amount') return false;
  }
  return true;
}

/** @throws LagoFailure 422 `currencies_does_not_match` once something was billed. */
async function checkCurrency(
  state: LagoState,
  customer: Customer | undefined,
  currency: string | undefined,
): Promise<void> {
  if (currency === undefined || customer === undefined || customer.currency === currency) return;
  if (await isEditable(state, customer.customerKey)) return;
  throw invalid({ currency: ['currencies_does_not_match'] });
}

/** @throws LagoFailure 404 `tax_not_found` */
async function checkTaxes(state: LagoState, codes: readonly string[] | null | undefined) {
  if (codes == null || codes.length === 0) return;
  const known = new Set<string>();
  for await (const { code } of state.billing.taxes.list()) known.add(code);
  if (codes.some((code) => !known.has(code))) throw notFound('tax');
}

function billedBy(input: CustomerInput, isNew: boolean) {
  const { currency, timezone, gracePeriodDays, paymentTermDays, taxCodes } = input;
  const given = { currency, timezone, gracePeriodDays, paymentTermDays, taxCodes };
  const sent = Object.entries(given).filter(
    // There is nothing to clear on a customer that is new.
    ([, value]) => value !== undefined && !(isNew && value === null),
  );
  return { customerKey: input.externalId, ...Object.fromEntries(sent) };
}

function changedRecord(
  state: LagoState,
  before: CustomerRecord,
  input: CustomerInput,
  metadata: CustomerRecord['metadata'],
): CustomerRecord {
  return {
    ...before,
    profile: { ...before.profile, ...input.profile },
    shippingAddress: { ...before.shippingAddress, ...input.shippingAddress },
    billing: { ...before.billing, ...input.billing },
    metadata,
    updatedAt: state.now(),
  };
}

/**
 * Links the customer to the payment provider that was named: after it was saved, so a refusal
 * leaves it saved (`facts/lago.md §d.5`).
 * @throws LagoFailure 422 when the account has no payment provider.
 */
function linkProvider(state: LagoState, customer: Customer, input: CustomerInput): void {
  const { provider, syncWithProvider } = input;
  if (provider.payment_provider === undefined) return;
  if (provider.payment_provider !== null && !state.switches.paymentProvider) {
    throw invalid({ base: ['payment_provider_not_found'] });
  }
  const record = customerRecord(state, customer);
  const isLinked = provider.provider_customer_id != null || record.billing.provider_customer_id;
  const billing = { ...record.billing, ...provider };
  keepCustomerRecord(state, customer.customerKey, { ...record, billing });
  if (!isLinked && syncWithProvider && provider.payment_provider !== null) {
    state.jobs.add(`link customer ${customer.customerKey}`, () => makeLink(state, customer));
  }
}

/** The payment provider's answer, which comes later. */
async function makeLink(state: LagoState, customer: Customer): Promise<void> {
  const record = customerRecord(state, customer);
  const id = `cus_${state.ids.next().replaceAll('-', '').slice(0, 14)}`;
  const billing = { ...record.billing, provider_customer_id: id };
  keepCustomerRecord(state, customer.customerKey, { ...record, billing });
  const object = await customerWithTaxes(state, customer);
  state.webhooks.send('customer.payment_provider_created', 'customer', object);
}

/**
 * `POST /customers`: makes the customer or changes the fields that were sent.
 * @throws LagoFailure 404 for an unknown tax, 422
 */
export async function upsertCustomer(state: LagoState, input: CustomerInput): Promise<Customer> {
  const before = await customerIfAny(state, input.externalId);
  await checkCurrency(state, before, input.currency);
  await checkTaxes(state, input.taxCodes);
  const former = before === undefined ? [] : customerRecord(state, before).metadata;
  const metadata = replacedMetadata(state, former, input.metadata);
  if (before === undefined) await makeRoom(state, input.externalId);
  const customer = await inLagosWords(NAMES, () =>
    state.billing.customers.upsert(billedBy(input, before === undefined)),
  );
  const record = changedRecord(state, customerRecord(state, customer), input, metadata);
  keepCustomerRecord(state, customer.customerKey, record);
  linkProvider(state, customer, input);
  const type = before === undefined ? 'customer.created' : 'customer.updated';
  state.webhooks.send(type, 'customer', await customerWithTaxes(state, customer));
  return customer;
}
