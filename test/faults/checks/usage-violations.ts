import { Decimal, type Fee, type Invoice, toEpochMs, type UsageEvent } from '@billport/core';
import { CHANGING, metricsOf, START, SUBSCRIPTIONS } from '../workload/catalogue.ts';
import { expectedPeriods } from './expected-periods.ts';
import { expectedUnits } from './expected-units.ts';

/** How far the file must have been billed, and how far it may have been; epoch milliseconds. */
export interface BilledUntil {
  readonly atLeast: number;
  readonly atMost: number;
}

type Span = { from: number; to: number };

const text = ({ from, to }: Span) =>
  `${new Date(from).toISOString()}..${new Date(to).toISOString()}`;

/** Subscriptions in UTC that keep their plan: their periods can be told from the calendar. */
const STEADY = SUBSCRIPTIONS.filter(({ subscriptionKey }) => subscriptionKey !== CHANGING);
const ADVANCE = ['globex-monthly calls', 'globex-monthly requests'];

/** The usage periods on the invoices of a subscription, with the invoice that bills each. */
function billedPeriods(invoices: readonly Invoice[], subscriptionKey: string) {
  return invoices
    .flatMap((invoice) => invoice.periods.map((period) => ({ invoice, ...period })))
    .filter((period) => period.subscriptionKey === subscriptionKey)
    .flatMap(({ invoice, chargesPeriod }) =>
      chargesPeriod === undefined || invoice.type !== 'subscription'
        ? []
        : [{ invoice, from: toEpochMs(chargesPeriod.from), to: toEpochMs(chargesPeriod.to) }],
    )
    .sort((one, other) => one.from - other.from);
}

/** Each period once, none left out, none too early. */
function periodViolations(
  subscriptionKey: string,
  interval: 'weekly' | 'monthly',
  billed: readonly Span[],
  until: BilledUntil,
): string[] {
  const start = toEpochMs(START);
  const due = expectedPeriods(interval, start, until.atLeast).map(text);
  const allowed = expectedPeriods(interval, start, until.atMost).map(text);
  const found = billed.map(text);
  const fits = found.length >= due.length && found.every((period, i) => period === allowed[i]);
  if (fits) return [];
  return [`${subscriptionKey}: periods ${found.slice(-3)}, not ${due.slice(-3)}`];
}

const unitsOf = (fees: readonly Fee[]) =>
  fees.reduce((sum, { units }) => sum.plus(Decimal.parse(units)), Decimal.ZERO);

function arrearsViolations(
  { subscriptionKey, planCode }: (typeof STEADY)[number],
  events: readonly UsageEvent[],
  period: Span & { invoice: Invoice },
): string[] {
  return metricsOf(planCode).flatMap((metric) => {
    if (ADVANCE.includes(`${subscriptionKey} ${metric}`)) return [];
    const fees = period.invoice.fees.filter(
      (fee) =>
        fee.type === 'charge' &&
        fee.subscriptionKey === subscriptionKey &&
        fee.chargeCode === metric &&
        fee.trueUpOf === undefined,
    );
    const expected = expectedUnits(metric, events, period);
    const billed = unitsOf(fees);
    return billed.compare(expected) === 0
      ? []
      : [`${subscriptionKey} ${metric} ${text(period)}: ${billed} billed, ${expected} recorded`];
  });
}

/** Charges in advance: each event is billed once, at once or when its period has ended. */
function advanceViolations(
  invoices: readonly Invoice[],
  events: readonly UsageEvent[],
  billed: readonly Span[],
): string[] {
  const closed = billed.at(-1)?.to ?? 0;
  const fees = invoices
    .filter(({ type }) => type === 'advance_charges')
    .flatMap((invoice) => invoice.fees);
  return ['calls', 'requests'].flatMap((metric) => {
    const due = events
      .filter((event) => event.metric === metric)
      .filter(({ timestamp }) => metric === 'calls' || toEpochMs(timestamp) < closed)
      .map(({ id }) => id)
      .sort();
    const found = fees
      .filter(({ chargeCode }) => chargeCode === metric)
      .filter(({ subscriptionKey }) => subscriptionKey === 'globex-monthly')
      .map(({ eventId }) => eventId ?? '')
      .sort();
    return due.join() === found.join()
      ? []
      : [`${metric} in advance: ${found.length} billed, ${due.length} recorded`];
  });
}

/**
 * What does not fit between events and invoices: periods billed twice or not at all, and units on
 * an invoice that are not those of the events. Empty when all is right.
 */
export function usageViolations(
  invoices: readonly Invoice[],
  events: readonly UsageEvent[],
  until: BilledUntil,
): string[] {
  return STEADY.flatMap((subscribed) => {
    const { subscriptionKey, planCode } = subscribed;
    const own = events.filter((event) => event.subscriptionKey === subscriptionKey);
    const billed = billedPeriods(invoices, subscriptionKey);
    const interval = planCode.startsWith('weekly') ? 'weekly' : 'monthly';
    return [
      ...periodViolations(subscriptionKey, interval, billed, until),
      ...billed.flatMap((period) => arrearsViolations(subscribed, own, period)),
      ...(subscriptionKey === 'globex-monthly' ? advanceViolations(invoices, own, billed) : []),
    ];
  });
}
