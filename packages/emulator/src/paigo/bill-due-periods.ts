import type { PaigoState } from './state.ts';

/** Invoices every month that ended since the last time, of every enrolment. */
export function billDuePeriods(_state: PaigoState): void {}
