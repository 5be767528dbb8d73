import type { LagoCharge, LagoChargeBody } from './charge.ts';

/** The least that a subscription pays in a period. */
export interface LagoMinimumCommitment {
  readonly amount_cents: number;
  readonly invoice_display_name?: string | null;
  readonly taxes?: readonly { readonly code: string }[] | null;
}

/** Usage that is billed before the period ends. */
export interface LagoUsageThreshold {
  readonly amount_cents: number;
  readonly threshold_display_name?: string | null | undefined;
  readonly recurring?: boolean | null | undefined;
}

/** A plan as Lago answers it. */
export interface LagoPlan {
  readonly lago_id: string;
  readonly code: string;
  readonly name: string;
  readonly description?: string | null;
  /** `monthly`, or whatever comes. */
  readonly interval: string;
  readonly amount_cents: number;
  readonly amount_currency: string;
  readonly pay_in_advance: boolean;
  /** Days. */
  readonly trial_period?: number | null;
  readonly bill_charges_monthly?: boolean | null;
  readonly charges?: readonly LagoCharge[] | null;
  readonly taxes?: readonly { readonly code: string }[] | null;
  readonly minimum_commitment?: LagoMinimumCommitment | null;
  readonly usage_thresholds?: readonly LagoUsageThreshold[] | null;
  readonly metadata?: Readonly<Record<string, string | null>> | null;
  /** Whether a job is about to delete it. */
  readonly pending_deletion?: boolean | null;
  readonly created_at: string;
}

/** What is sent of a minimum commitment; no fields at all remove it. */
export interface LagoMinimumCommitmentBody {
  readonly amount_cents?: number | undefined;
  readonly invoice_display_name?: string | null | undefined;
  readonly tax_codes?: readonly string[] | undefined;
}

/** What is sent of a plan: what is absent stays. Arrays are replaced as a whole. */
export interface LagoPlanBody {
  readonly code?: string | undefined;
  readonly name?: string | undefined;
  readonly description?: string | null | undefined;
  readonly interval?: string | undefined;
  readonly amount_cents?: number | undefined;
  readonly amount_currency?: string | undefined;
  readonly pay_in_advance?: boolean | undefined;
  readonly trial_period?: number | null | undefined;
  readonly bill_charges_monthly?: boolean | undefined;
  readonly charges?: readonly LagoChargeBody[] | undefined;
  readonly tax_codes?: readonly string[] | undefined;
  readonly minimum_commitment?: LagoMinimumCommitmentBody | undefined;
  readonly usage_thresholds?: readonly LagoUsageThreshold[] | undefined;
  readonly metadata?: Readonly<Record<string, string>> | undefined;
}
