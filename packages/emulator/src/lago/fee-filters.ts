import type { Context } from 'hono';
import { type Fields, isFields } from '../machinery/json-fields.ts';
import { type BilledFee, billedFees } from './billed-fees.ts';
import { FieldErrors } from './field-errors.ts';
import { instantOrDay } from './instant-or-day.ts';
import { feeObject } from './objects/fees.ts';
import type { LagoState } from './state.ts';

const TYPES = ['charge', 'add_on', 'subscription', 'credit', 'commitment', 'fixed_charge'];
const PAYMENT_STATUSES = ['pending', 'succeeded', 'failed', 'refunded'];

type Condition = (fee: Fields) => boolean;

const itemOf = ({ item }: Fields): Fields => (isFields(item) ? item : {});

/** A text that must be one of these. */
function choice(
  context: Context,
  name: string,
  allowed: readonly string[],
  errors: FieldErrors,
): string | undefined {
  const value = context.req.query(name);
  if (value !== undefined && !allowed.includes(value)) errors.add(name, 'value_is_invalid');
  return value;
}

const equals =
  (wanted: string | undefined, fieldOf: (fee: Fields) => unknown): Condition =>
  (fee) =>
    wanted === undefined || fieldOf(fee) === wanted;

/** A bound on one of the four moments; a bad one is refused, other than with invoices. */
function bound(
  context: Context,
  moment: string,
  side: 'from' | 'to',
  errors: FieldErrors,
): Condition {
  const name = `${moment}_at_${side}`;
  const value = context.req.query(name);
  if (value === undefined) return () => true;
  const limit = instantOrDay(value);
  if (limit === undefined) errors.add(name, 'invalid_date');
  const seconds = `${limit?.slice(0, 19)}Z`;
  return (fee) => {
    const at = fee[`${moment}_at`];
    if (typeof at !== 'string') return false;
    return side === 'from' ? at >= seconds : at <= seconds;
  };
}

function conditions(context: Context): Condition[] {
  const errors = new FieldErrors();
  const moments = ['created', 'succeeded', 'failed', 'refunded'].flatMap((moment) =>
    (['from', 'to'] as const).map((side) => bound(context, moment, side, errors)),
  );
  const wanted = [
    ...moments,
    equals(choice(context, 'fee_type', TYPES, errors), (fee) => itemOf(fee).type),
    equals(
      choice(context, 'payment_status', PAYMENT_STATUSES, errors),
      (fee) => fee.payment_status,
    ),
    equals(context.req.query('currency'), (fee) => fee.amount_currency),
    equals(context.req.query('event_transaction_id'), (fee) => fee.event_transaction_id),
    equals(context.req.query('billable_metric_code'), (fee) => {
      const { type, code } = itemOf(fee);
      return type === 'charge' ? code : undefined;
    }),
  ];
  errors.throwIfAny();
  return wanted;
}

/** Those of a subscription; an invoice bills several. */
const ofSubscription = (fees: readonly BilledFee[], key: string | undefined) =>
  fees.filter(({ fee }) => key === undefined || fee.subscriptionKey === key);

/**
 * The fees that a list's query asks for, as Lago writes them, newest first.
 * @throws LagoFailure 422 for a bad date, type or status.
 */
export async function filteredFees(state: LagoState, context: Context): Promise<Fields[]> {
  const wanted = conditions(context);
  const customerKey = context.req.query('external_customer_id');
  const subscriptionKey = context.req.query('external_subscription_id');
  const billed = await billedFees(state, {
    ...(customerKey === undefined ? {} : { customerKey }),
    ...(subscriptionKey === undefined ? {} : { subscriptionKey }),
  });
  const objects = ofSubscription(billed, subscriptionKey).map(({ fee, invoice }) =>
    feeObject(state, fee, invoice),
  );
  return (await Promise.all(objects)).filter((fee) => wanted.every((holds) => holds(fee)));
}
