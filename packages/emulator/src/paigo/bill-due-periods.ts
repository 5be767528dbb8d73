import { billMonth } from './billing/bill-month.ts';
import { monthOf } from './invoices/months.ts';
import type { PaigoState } from './state.ts';

/** Invoices every calendar month in UTC that ended since the last time, of every enrolment. */
export function billDuePeriods(state: PaigoState): void {
  const now = state.now();
  for (let end = monthOf(state.billedUntil).to; end <= now; end = monthOf(end).to) {
    state.billedUntil = end;
    billMonth(state, end);
  }
}
