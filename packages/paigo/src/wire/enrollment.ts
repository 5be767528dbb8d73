import type { PaigoOffering } from './offering.ts';

/** A customer on an offering: no id, no status, no end (`facts/paigo.md §3.2`). */
export interface PaigoEnrollment {
  /** The whole offering, with its dimensions. */
  readonly offering?: PaigoOffering | null;
  /** An instant. */
  readonly offeringEnrollmentDate?: string | null;
  /** What differs for the customer: prices, a discount, the end of the trial. */
  readonly overrides?: unknown;
}

/** An enrolment that says which offering it is. */
export interface Enrolled extends PaigoEnrollment {
  readonly offering: PaigoOffering;
}

/** What a change of the enrolments takes. What is left out stays (`facts/paigo.md §3.2`). */
export type PaigoEnrollmentChange =
  | { readonly offeringId: string; readonly removePriorOffering: boolean }
  | { readonly unenrollOffering: string };
