import type { PaigoOffering } from './offering.ts';

/** A customer on an offering: no id, no status, no end (`facts/paigo.md §3.2`). */
export interface PaigoEnrollment {
  /** The whole offering, with its dimensions. */
  readonly offering: PaigoOffering;
  readonly offeringEnrollmentDate?: string | null;
  readonly overrides?: {
    readonly freeTrialEndDate?: string | null;
  } | null;
}

/** What a change of the enrolments takes. What is left out stays (`facts/paigo.md §3.2`). */
export type PaigoEnrollmentChange =
  | { readonly offeringId: string; readonly removePriorOffering: boolean }
  | { readonly unenrollOffering: string };
