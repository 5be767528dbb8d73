/** A tier of a price; `flat_amount` is not optional at Lago. */
export interface LagoRange {
  readonly from_value: number;
  /** The last unit, included; null in the last tier. */
  readonly to_value: number | null;
  readonly per_unit_amount?: string | undefined;
  readonly rate?: string | undefined;
  readonly flat_amount: string;
}

/** The price of a charge or filter; which fields it has depends on the model. */
export interface LagoChargeProperties {
  readonly amount?: string | undefined;
  readonly graduated_ranges?: readonly LagoRange[] | undefined;
  readonly volume_ranges?: readonly LagoRange[] | undefined;
  readonly graduated_percentage_ranges?: readonly LagoRange[] | undefined;
  readonly package_size?: number | undefined;
  readonly free_units?: number | undefined;
  readonly rate?: string | undefined;
  readonly fixed_amount?: string | null | undefined;
  readonly free_units_per_events?: number | null | undefined;
  readonly free_units_per_total_aggregation?: string | null | undefined;
  readonly per_transaction_min_amount?: string | null | undefined;
  readonly per_transaction_max_amount?: string | null | undefined;
  readonly custom_properties?: unknown;
  readonly pricing_group_keys?: readonly string[] | null | undefined;
  /** The older name of `pricing_group_keys`. */
  readonly grouped_by?: readonly string[] | null | undefined;
  /** Unknown to the contract; kept as it is. */
  readonly presentation_group_keys?: unknown;
}

/** Another price for events that match. */
export interface LagoChargeFilter {
  readonly values: Readonly<Record<string, readonly string[]>>;
  readonly invoice_display_name?: string | null | undefined;
  readonly properties: LagoChargeProperties;
}

/** What answers and requests say of a charge in the same words. */
interface LagoChargeTerms {
  readonly code?: string | null | undefined;
  readonly invoice_display_name?: string | null | undefined;
  /** `standard`, or whatever comes. */
  readonly charge_model: string;
  readonly pay_in_advance: boolean;
  readonly invoiceable?: boolean | null | undefined;
  readonly prorated?: boolean | null | undefined;
  readonly min_amount_cents?: number | null | undefined;
  readonly properties: LagoChargeProperties;
  readonly filters?: readonly LagoChargeFilter[] | null | undefined;
  /** Unknown to the contract; kept as they are. */
  readonly regroup_paid_fees?: string | null | undefined;
  readonly applied_pricing_unit?: unknown;
  readonly accepts_target_wallet?: boolean | null | undefined;
}

/** A charge as Lago answers it. */
export interface LagoCharge extends LagoChargeTerms {
  readonly lago_id: string;
  readonly lago_billable_metric_id: string;
  readonly billable_metric_code: string;
  readonly taxes?: readonly { readonly code: string }[] | null;
}

/** What is sent of a charge: always all of it (`facts/lago.md §b`). */
export interface LagoChargeBody extends LagoChargeTerms {
  /** Of the charge that is replaced; absent: a new one. */
  readonly id?: string | undefined;
  readonly billable_metric_id: string;
  readonly tax_codes?: readonly string[] | undefined;
}
