import { type Customer, type Money, type Period, toEpochMs } from '@billport/core';
import { localCalendar } from '@billport/rating';

const DAY_MS = 86_400_000;

/** An amount as it is, with its currency: `12.50 USD`. */
export function moneyText({ amount, currency }: Money): string {
  return `${amount} ${currency}`;
}

/** An amount that is taken off: `-12.50 USD`; zero has no sign. */
export function takenOff({ amount, currency }: Money): string {
  return /[1-9]/.test(amount) ? `-${amount} ${currency}` : `${amount} ${currency}`;
}

/** A word of the vocabulary for people: `one_off` becomes `One off`. */
export function wordText(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1).replaceAll('_', ' ');
}

/** The day of an instant in the customer's time zone. */
export function dayText(instant: string, timezone = 'UTC'): string {
  return dayOf(toEpochMs(instant), timezone);
}

function dayOf(at: number, timezone: string): string {
  return new Date(localCalendar(timezone).dayOf(at) * DAY_MS).toISOString().slice(0, 10);
}

/** First and last day of a period in the customer's time zone. */
export function periodText(period: Period | undefined, timezone = 'UTC'): string {
  if (period === undefined) return '';
  // The end does not belong to the period: its last day is that of the millisecond before.
  const last = Math.max(toEpochMs(period.from), toEpochMs(period.to) - 1);
  return `${dayText(period.from, timezone)} to ${dayOf(last, timezone)}`;
}

/** The customer's name on a document, and the address, one line each. */
export function addressLines(customerKey: string, customer: Customer | undefined): string[] {
  const { legalName, name, address, taxNumber } = customer ?? {};
  const city = [address?.postalCode, address?.city].filter(Boolean).join(' ');
  const lines = [
    legalName ?? name ?? customerKey,
    address?.line1,
    address?.line2,
    city,
    address?.state,
    address?.country,
    taxNumber && `Tax number ${taxNumber}`,
  ];
  return lines.filter((line): line is string => line !== undefined && line !== '');
}
