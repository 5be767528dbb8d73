/** Usage of a charge, or of a part of it. */
export interface LagoUsageAmounts {
  readonly units: string | number;
  readonly events_count?: number | null;
  readonly amount_cents: number;
}

/** Usage under one filter of a charge. */
export interface LagoFilterUsage extends LagoUsageAmounts {
  /** Null or empty for what matches no filter. */
  readonly values?: Readonly<Record<string, readonly string[]>> | null;
}

/** Usage of the events that share some properties. */
export interface LagoGroupUsage extends LagoUsageAmounts {
  readonly grouped_by?: Readonly<Record<string, string | null>> | null;
  readonly filters?: readonly LagoFilterUsage[] | null;
}

/** Usage of one charge. */
export interface LagoChargeUsage extends LagoUsageAmounts {
  readonly charge: {
    readonly lago_id: string;
    readonly code?: string | null;
    readonly charge_model: string;
  };
  readonly billable_metric: { readonly code: string };
  readonly filters?: readonly LagoFilterUsage[] | null;
  readonly grouped_usage?: readonly LagoGroupUsage[] | null;
}

/** Usage of one period. */
export interface LagoCustomerUsage {
  readonly from_datetime: string;
  /** The last second of it. */
  readonly to_datetime: string;
  readonly currency: string;
  readonly amount_cents: number;
  readonly taxes_amount_cents?: number | null;
  readonly lago_invoice_id?: string | null;
  readonly charges_usage: readonly LagoChargeUsage[];
}
