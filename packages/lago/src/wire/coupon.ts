/** How much a coupon takes off and how often, as Lago writes it of coupons and of applied ones. */
export interface LagoCouponTerms {
  readonly amount_cents?: number | null;
  readonly amount_currency?: string | null;
  /** Percent, as text: `"10.0"`. */
  readonly percentage_rate?: string | null;
  readonly frequency: string;
  readonly frequency_duration?: number | null;
}

/** A coupon as Lago writes it (`facts/lago.md §b`, Coupons). */
export interface LagoCoupon extends LagoCouponTerms {
  readonly lago_id: string;
  readonly code: string;
  readonly name?: string | null;
  readonly description?: string | null;
  readonly coupon_type: string;
  readonly reusable?: boolean | null;
  readonly limited_plans?: boolean | null;
  readonly plan_codes?: readonly string[] | null;
  readonly limited_billable_metrics?: boolean | null;
  readonly billable_metric_codes?: readonly string[] | null;
  readonly expiration_at?: string | null;
  readonly created_at: string;
  readonly terminated_at?: string | null;
}

/** A coupon that a customer has, as Lago writes it. */
export interface LagoAppliedCoupon extends LagoCouponTerms {
  readonly lago_id: string;
  readonly lago_coupon_id: string;
  readonly coupon_code: string;
  readonly external_customer_id: string;
  readonly status: string;
  readonly amount_cents_remaining?: number | null;
  readonly frequency_duration_remaining?: number | null;
  readonly created_at: string;
  readonly terminated_at?: string | null;
}

/** How much and how often, on the way in. Null empties what belongs to the other kind. */
export interface LagoCouponTermsInput {
  readonly amount_cents?: number | null;
  readonly amount_currency?: string | null;
  readonly percentage_rate?: string | null;
  readonly frequency?: 'once' | 'recurring' | 'forever';
  readonly frequency_duration?: number | null;
}

/** What is sent of a coupon. */
export interface LagoCouponInput extends LagoCouponTermsInput {
  readonly code?: string;
  readonly name?: string;
  readonly description?: string | null;
  readonly coupon_type?: 'fixed_amount' | 'percentage';
  readonly reusable?: boolean;
  /** Mandatory in a create, whatever the specification says. */
  readonly expiration?: 'no_expiration' | 'time_limit';
  readonly expiration_at?: string | null;
  readonly applies_to?: {
    readonly plan_codes?: readonly string[];
    readonly billable_metric_codes?: readonly string[];
  };
}

/** What is sent to give a coupon to a customer. */
export interface LagoAppliedCouponInput extends LagoCouponTermsInput {
  readonly external_customer_id: string;
  readonly coupon_code: string;
}
