/** A decimal of Lago: text, or a JSON number in estimates (`facts/lago.md §a`). */
export type LagoDecimal = string | number;

/** A tax as Lago shows it on a fee or an invoice. */
export interface LagoAppliedTax {
  readonly tax_code: string;
  readonly tax_name?: string | null;
  readonly tax_rate: LagoDecimal;
  readonly amount_cents: number;
}

/** A tier of `amount_details`, of the graduated models. */
export interface LagoFeeRange {
  readonly units: LagoDecimal;
  /** Major units. */
  readonly total_with_flat_amount: LagoDecimal;
}

/** What a fee is for. */
export interface LagoFeeItem {
  /** charge, fixed_charge, add_on, subscription, credit, commitment, or what comes. */
  readonly type: string;
  /** Code of the metric, the plan or the add-on. */
  readonly code: string;
  readonly name: string;
  readonly invoice_display_name?: string | null;
  readonly filter_invoice_display_name?: string | null;
  readonly filters?: Readonly<Record<string, readonly string[]>> | null;
  readonly grouped_by?: Readonly<Record<string, string | null>> | null;
}

/** A line of an invoice, or an estimate of one. */
export interface LagoFee {
  /** Null in estimates. */
  readonly lago_id: string | null;
  readonly lago_charge_id?: string | null;
  readonly lago_invoice_id?: string | null;
  readonly lago_true_up_parent_fee_id?: string | null;
  readonly lago_subscription_id?: string | null;
  readonly external_subscription_id?: string | null;
  readonly item: LagoFeeItem;
  readonly pay_in_advance?: boolean | null;
  readonly description?: string | null;
  readonly amount_cents: number;
  readonly amount_currency: string;
  /** Major units, not rounded. */
  readonly precise_amount?: LagoDecimal | null;
  /** Minor units. */
  readonly precise_coupons_amount_cents?: LagoDecimal | null;
  readonly taxes_amount_cents: number;
  /** All its taxes together, in percent. */
  readonly taxes_rate?: LagoDecimal | null;
  readonly total_amount_cents: number;
  readonly units: LagoDecimal;
  /** Major units. */
  readonly precise_unit_amount?: LagoDecimal | null;
  readonly events_count?: number | null;
  readonly from_date?: string | null;
  /** The last second that it bills. */
  readonly to_date?: string | null;
  readonly event_transaction_id?: string | null;
  readonly payment_status?: string | null;
  readonly created_at: string | null;
  readonly amount_details?: {
    readonly graduated_ranges?: readonly LagoFeeRange[];
    readonly graduated_percentage_ranges?: readonly LagoFeeRange[];
  } | null;
  /** Left out where the fee stands on an invoice. */
  readonly applied_taxes?: readonly LagoAppliedTax[] | null;
}
