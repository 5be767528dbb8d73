import { addMonths, dateParts, dayOfDate, mondayOf, monthsBetween } from './calendar-days.ts';
import { localCalendar } from './local-calendar.ts';

/** How long a billing period is. */
export type BillingInterval = 'weekly' | 'monthly' | 'quarterly' | 'semiannual' | 'yearly';

/** Whether periods follow the calendar or the day the subscription began. */
export type BillingTime = 'calendar' | 'anniversary';

/** What decides where the periods of a subscription begin and end. */
export interface BillingCycle {
  readonly interval: BillingInterval;
  readonly billingTime: BillingTime;
  /** IANA name of the customer's time zone: periods begin at its midnights. */
  readonly timezone: string;
  /**
   * When the subscription began for billing (`subscription_at`), in milliseconds since
   * 1970-01-01T00:00:00Z. Its local date is what anniversaries count from.
   */
  readonly anchor: number;
}

/** A whole period, half-open, in milliseconds since 1970-01-01T00:00:00Z. */
export interface BillingPeriod {
  /** First instant: midnight of the first local day. */
  readonly from: number;
  /** First instant after it: midnight of the next period's first local day. */
  readonly to: number;
  /** Local calendar days in it; what prorations divide by. */
  readonly durationDays: number;
}

const MONTHS: Readonly<Record<Exclude<BillingInterval, 'weekly'>, number>> = {
  monthly: 1,
  quarterly: 3,
  semiannual: 6,
  yearly: 12,
};

/**
 * The whole period that holds the local date of `instant` (`facts/rating.md §6`). Calendar weeks
 * begin on Monday, quarters in January, April, July and October, half-years in January and July.
 * Anniversary periods begin at the anchor's date plus a number of intervals, always counted from
 * the anchor: after 31 January come 28 or 29 February and 31 March.
 * @throws BillingError `invalid_input` when the time zone is unknown.
 */
export function billingPeriodAt(cycle: BillingCycle, instant: number): BillingPeriod {
  return periodHolding(cycle, localCalendar(cycle.timezone).dayOf(instant));
}

/** The period before the one that begins at `period.from`: at that instant, the closed one. */
export function previousBillingPeriod(
  cycle: BillingCycle,
  period: Pick<BillingPeriod, 'from'>,
): BillingPeriod {
  // Not the day before the first one: a zone that crosses the date line may skip the first day.
  return periodHolding(cycle, localCalendar(cycle.timezone).dayOf(period.from - 1));
}

/** The period that begins where `period` ends. */
export function nextBillingPeriod(
  cycle: BillingCycle,
  period: Pick<BillingPeriod, 'to'>,
): BillingPeriod {
  return billingPeriodAt(cycle, period.to);
}

function periodHolding(cycle: BillingCycle, day: number): BillingPeriod {
  const calendar = localCalendar(cycle.timezone);
  const [first, next] =
    cycle.billingTime === 'calendar'
      ? calendarDays(cycle.interval, day)
      : anniversaryDays(cycle.interval, calendar.dayOf(cycle.anchor), day);
  return {
    from: calendar.startOf(first),
    to: calendar.startOf(next),
    durationDays: next - first,
  };
}

/** First day of the calendar period that holds `day`, and of the one after it. */
function calendarDays(interval: BillingInterval, day: number): [first: number, next: number] {
  if (interval === 'weekly') {
    const monday = mondayOf(day);
    return [monday, monday + 7];
  }
  const months = MONTHS[interval];
  const { year, month } = dateParts(day);
  const firstMonth = month - (month % months);
  return [dayOfDate(year, firstMonth, 1), dayOfDate(year, firstMonth + months, 1)];
}

/** First day of the anniversary period that holds `day`, and of the one after it. */
function anniversaryDays(
  interval: BillingInterval,
  anchor: number,
  day: number,
): [first: number, next: number] {
  if (interval === 'weekly') {
    const first = anchor + Math.floor((day - anchor) / 7) * 7;
    return [first, first + 7];
  }
  const months = MONTHS[interval];
  // The day of the month may not be reached yet: then the period began one interval earlier.
  let count = Math.floor(monthsBetween(anchor, day) / months);
  if (addMonths(anchor, count * months) > day) count--;
  return [addMonths(anchor, count * months), addMonths(anchor, (count + 1) * months)];
}
