import { customerInput } from '../customers/customer-input.ts';
import { customerIfAny } from '../customers/find-customer.ts';
import { upsertCustomer } from '../customers/upsert-customer.ts';
import { invalid } from '../failure.ts';
import { inLagosWords } from '../field-errors.ts';
import type { LagoState } from '../state.ts';
import type { SubscriptionRow } from '../subscription-book.ts';
import { addRow } from './add-row.ts';
import { changePlan } from './change-plan.ts';
import { currencyRefusal } from './currency-refusal.ts';
import { currentRow } from './current-row.ts';
import type { SubscriptionInput } from './read-subscription.ts';
import { announce } from './refresh-rows.ts';

/** Lago's names of what the engine may refuse. */
const NAMES = {
  subscriptionKey: 'external_id',
  customerKey: 'external_customer_id',
  startAt: 'subscription_at',
  endingAt: 'ending_at',
};

/** An unknown customer is made on the way (`facts/lago.md §b` "Subscriptions"). */
async function makeSureOfCustomer(state: LagoState, customerKey: string): Promise<void> {
  if ((await customerIfAny(state, customerKey)) !== undefined) return;
  await upsertCustomer(state, customerInput(state, { external_id: customerKey }));
}

async function start(state: LagoState, input: SubscriptionInput): Promise<SubscriptionRow> {
  const { externalId, customerKey, plan, name, billingTime, startAt, endingAt } = input;
  const { usageThresholds } = input;
  const view = await inLagosWords(NAMES, () =>
    currencyRefusal(() =>
      state.billing.subscriptions.create({
        subscriptionKey: externalId,
        customerKey,
        planCode: plan.code,
        ...(name === undefined ? {} : { name }),
        ...(billingTime === undefined ? {} : { billingTime }),
        ...(startAt === undefined ? {} : { startAt }),
        ...(endingAt === undefined ? {} : { endingAt }),
        ...(usageThresholds === undefined ? {} : { usageThresholds }),
      }),
    ),
  );
  const row = addRow(state, view, undefined);
  if (row.status === 'active') await announce(state, 'subscription.started', row);
  return row;
}

/**
 * `POST /subscriptions`: a new subscription, or another plan for the one that has the key.
 * @throws LagoFailure 422 for a key that another customer has, and for another currency.
 */
export async function createSubscription(
  state: LagoState,
  input: SubscriptionInput,
): Promise<SubscriptionRow> {
  const owner = (await currentRow(state, input.externalId))?.customerKey;
  if (owner !== undefined && owner !== input.customerKey) {
    throw invalid({ external_id: ['value_already_exist'] });
  }
  await makeSureOfCustomer(state, input.customerKey);
  // A customer who was deleted takes the subscription along when another one is made.
  const current = await currentRow(state, input.externalId);
  return current === undefined ? start(state, input) : changePlan(state, current, input);
}
