import type { Invoice, PreviewInvoiceInput } from '@billport/core';
import { type Fields, isFields } from '../machinery/json-fields.ts';
import { findCustomer } from './customers/find-customer.ts';
import { forbidden, invalid, LagoFailure, notEmulated, notFound } from './failure.ts';
import { instantOrDay } from './instant-or-day.ts';
import { textIn, textsIn } from './request-fields.ts';
import type { LagoState } from './state.ts';

const isPresent = (value: unknown) => value !== undefined && value !== null;

/** @throws LagoFailure 501 for what the engine cannot rehearse. */
function checkEmulated(fields: Fields, subscriptions: Fields): void {
  const { coupons = [] } = fields;
  if (!Array.isArray(coupons)) {
    throw new LagoFailure(400, { error: 'coupons_must_be_an_array' });
  }
  const changes = ['plan_code', 'terminated_at'].some((name) => isPresent(subscriptions[name]));
  if (coupons.length > 0 || changes) {
    throw notEmulated('The emulator previews without coupons, plan changes and terminations.');
  }
}

/** The next invoice of an existing subscription. */
function existing(subscriptions: Fields): PreviewInvoiceInput {
  const [subscriptionKey, another] = textsIn(subscriptions, 'external_ids') ?? [];
  if (subscriptionKey === undefined) throw notFound('subscription');
  if (another !== undefined) throw notEmulated('The emulator previews one subscription at a time.');
  return { of: 'subscription', subscriptionKey };
}

function startIn(fields: Fields): string | undefined {
  const { subscription_at: at } = fields;
  const startAt = instantOrDay(at);
  if (isPresent(at) && startAt === undefined) {
    throw invalid({ subscription_at: ['invalid_date'] });
  }
  return startAt;
}

/** The first invoice of a subscription that is not made. */
async function planned(
  state: LagoState,
  fields: Fields,
  customer: Fields,
): Promise<PreviewInvoiceInput> {
  const externalId = textIn(customer, 'external_id');
  if (!externalId) throw notEmulated('The emulator previews for customers that exist.');
  const { customerKey } = await findCustomer(state, externalId);
  const planCode = textIn(fields, 'plan_code');
  if (!planCode) throw notFound('plan');
  const startAt = startIn(fields);
  return {
    of: 'new_subscription',
    customerKey,
    planCode,
    billingTime: fields.billing_time === 'anniversary' ? 'anniversary' : 'calendar',
    ...(startAt === undefined ? {} : { startAt }),
  };
}

/**
 * Computes an invoice without making it. The body has no root key (`facts/lago.md §a`).
 * @throws LagoFailure 403 without a licence; 404 for what does not exist.
 */
export async function previewInvoice(state: LagoState, fields: Fields): Promise<Invoice> {
  if (!state.switches.premium) throw forbidden();
  const subscriptions = isFields(fields.subscriptions) ? fields.subscriptions : {};
  const customer = isFields(fields.customer) ? fields.customer : {};
  checkEmulated(fields, subscriptions);
  const externalId = textIn(customer, 'external_id');
  if (externalId) await findCustomer(state, externalId);
  const isExisting = isPresent(subscriptions.external_ids);
  const input = isExisting ? existing(subscriptions) : await planned(state, fields, customer);
  return state.billing.invoices.preview(input);
}
