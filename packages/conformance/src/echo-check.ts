import type { Operation } from '@billport/core';

type Data = Readonly<Record<string, unknown>>;

/** What an object is called by, in its own fields and in inputs that name it. */
const OWN_ID: readonly string[] = ['walletId', 'invoiceId', 'creditNoteId', 'appliedCouponId'];

/** Fields of inputs that an answer shows again under the same name. */
const ECHOED: readonly string[] = [
  'code',
  'customerKey',
  'subscriptionKey',
  'couponCode',
  ...OWN_ID,
];

/** Filters of lists that every item shows under the same name. */
const FILTERS: readonly string[] = [
  ...ECHOED,
  'metric',
  'planCode',
  'status',
  'type',
  'paymentStatus',
];

/** What the object shows for a field of the input: its own id is called `id`. */
function shownAs(field: string, output: Data): unknown {
  return field in output || !OWN_ID.includes(field) ? output[field] : output.id;
}

function agrees(asked: unknown, shown: unknown): boolean {
  return Array.isArray(asked) ? asked.includes(shown) : asked === shown;
}

/**
 * What the answer is about, if it is not what was asked for: the object of another key, or an
 * item that the filters of a list leave out. Fields that the answer does not show do not count.
 */
export function* echoProblems(
  operation: Operation,
  input: unknown,
  output: unknown,
): Generator<string> {
  const asked = (input ?? {}) as Data;
  for (const field of operation.shape === 'page' ? FILTERS : ECHOED) {
    if (asked[field] === undefined) continue;
    const shown = shownAs(field, output as Data);
    if (shown === undefined || agrees(asked[field], shown)) continue;
    yield `${field} is ${JSON.stringify(shown)}, and ${JSON.stringify(asked[field])} was asked for`;
  }
}
