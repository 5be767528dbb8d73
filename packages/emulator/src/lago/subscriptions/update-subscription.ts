import type { Fields } from '../../machinery/json-fields.ts';
import { notEmulated } from '../failure.ts';
import { FieldErrors, inLagosWords } from '../field-errors.ts';
import { plansOf } from '../plan-book.ts';
import { textIn } from '../request-fields.ts';
import type { LagoState } from '../state.ts';
import { isLiving, type SubscriptionRow, subscriptionsOf } from '../subscription-book.ts';
import {
  checkEnd,
  readChoice,
  readMoment,
  readOwnThresholds,
  refuseOverrides,
} from './read-subscription.ts';
import { announce, refreshRows } from './refresh-rows.ts';

/** What may be asked for the unused part of a price in advance. */
export const CREDIT_CHOICES = ['credit', 'refund', 'offset', 'skip'] as const;
/** What may be asked for the last invoice. */
export const INVOICE_CHOICES = ['generate', 'skip'] as const;

/** Lago's names of what the engine may refuse. */
const NAMES = { startAt: 'subscription_at', endingAt: 'ending_at' };

/** The moments that were sent. The start of one that has begun is dropped in silence. */
function moments(state: LagoState, { status, view }: SubscriptionRow, fields: Fields) {
  const errors = new FieldErrors();
  const sentStart = readMoment(fields, 'subscription_at', errors) ?? undefined;
  const startAt = status === 'pending' ? sentStart : undefined;
  const endingAt = readMoment(fields, 'ending_at', errors);
  checkEnd(endingAt, startAt ?? view.startAt, state.now(), errors);
  errors.throwIfAny();
  return {
    ...(startAt === undefined ? {} : { startAt }),
    ...(endingAt === undefined ? {} : { endingAt }),
  };
}

/** The engine's names of what is changed. `plan_code` is no field of it (`facts/lago.md §b`). */
function changesOf(state: LagoState, row: SubscriptionRow, fields: Fields) {
  const name = textIn(fields, 'name');
  const plan = plansOf(state).known(row.planCode);
  const thresholds = plan && readOwnThresholds(state, fields, plan);
  return {
    ...(name === undefined ? {} : { name: name === null || name === '' ? null : name.trim() }),
    ...moments(state, row, fields),
    ...(thresholds === undefined
      ? {}
      : { usageThresholds: thresholds.length === 0 ? null : thresholds }),
  };
}

/**
 * `PUT /subscriptions/{external_id}`: changes what was sent.
 * @throws LagoFailure 403 for what needs a licence, 422
 */
export async function updateSubscription(
  state: LagoState,
  row: SubscriptionRow,
  fields: Fields,
): Promise<SubscriptionRow> {
  refuseOverrides(state, fields);
  const book = subscriptionsOf(state);
  if (book.isWaiting(row) || !isLiving(row)) {
    throw notEmulated('Changes to a downgrade that waits, and to what has ended.');
  }
  const credit = readChoice(
    fields.on_termination_credit_note,
    'on_termination_credit_note',
    CREDIT_CHOICES,
  );
  const invoice = readChoice(
    fields.on_termination_invoice,
    'on_termination_invoice',
    INVOICE_CHOICES,
  );
  const changes = changesOf(state, row, fields);
  const view =
    Object.keys(changes).length === 0
      ? row.view
      : await inLagosWords(NAMES, () =>
          state.billing.subscriptions.update({ subscriptionKey: row.externalId, ...changes }),
        );
  book.put({
    ...row,
    // A start that was moved into the past is told of like any other start.
    view: { ...view, status: row.view.status },
    onTerminationCreditNote: credit ?? row.onTerminationCreditNote,
    onTerminationInvoice: invoice ?? row.onTerminationInvoice,
  });
  await refreshRows(state, row.externalId);
  const updated = book.byId(row.lagoId) ?? row;
  await announce(state, 'subscription.updated', updated);
  return updated;
}
