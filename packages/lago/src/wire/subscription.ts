/** A threshold of early billing. */
export interface LagoUsageThreshold {
  readonly amount_cents: number;
  readonly threshold_display_name?: string | null;
  readonly recurring?: boolean | null;
}

/** What is read of the plan inside a subscription. */
export interface LagoPlanOfSubscription {
  readonly code: string;
  readonly pay_in_advance?: boolean | null;
  /** Days. */
  readonly trial_period?: number | null;
  readonly usage_thresholds?: readonly LagoUsageThreshold[] | null;
}

/** One life of a subscription key. A key that is used again, or changes plans, has several rows. */
export interface LagoSubscription {
  readonly lago_id: string;
  readonly external_id: string;
  readonly external_customer_id: string;
  /** Empty for none. */
  readonly name?: string | null;
  readonly plan_code: string;
  readonly plan_amount_currency?: string | null;
  /** pending, active, terminated, canceled, incomplete, or what comes. */
  readonly status: string;
  /** calendar or anniversary. */
  readonly billing_time: string;
  readonly subscription_at: string;
  readonly started_at?: string | null;
  readonly ending_at?: string | null;
  readonly terminated_at?: string | null;
  readonly trial_ended_at?: string | null;
  readonly created_at: string;
  readonly previous_plan_code?: string | null;
  readonly next_plan_code?: string | null;
  /** A day, without its zone. */
  readonly downgrade_plan_date?: string | null;
  readonly current_billing_period_started_at?: string | null;
  /** The last second of it. */
  readonly current_billing_period_ending_at?: string | null;
  /** In answers about one subscription only. */
  readonly plan?: LagoPlanOfSubscription | null;
  /** The subscription's own thresholds, else the plan's; in answers about one subscription only. */
  readonly applicable_usage_thresholds?: readonly LagoUsageThreshold[] | null;
}

/** A threshold on the way in. */
export interface LagoUsageThresholdInput {
  readonly amount_cents: number;
  readonly threshold_display_name?: string | undefined;
  readonly recurring?: boolean | undefined;
}

/** What is sent to make a subscription, and to change its plan. */
export interface LagoSubscriptionInput {
  readonly external_customer_id: string;
  readonly external_id: string;
  readonly plan_code: string;
  readonly name?: string | undefined;
  readonly billing_time?: 'calendar' | 'anniversary' | undefined;
  readonly subscription_at?: string | undefined;
  readonly ending_at?: string | undefined;
  readonly usage_thresholds?: readonly LagoUsageThresholdInput[] | undefined;
}

/** What is sent to change a subscription. What is absent stays. */
export interface LagoSubscriptionChange {
  readonly name?: string | null | undefined;
  readonly ending_at?: string | null | undefined;
  readonly subscription_at?: string | undefined;
  readonly usage_thresholds?: readonly LagoUsageThresholdInput[] | undefined;
}
