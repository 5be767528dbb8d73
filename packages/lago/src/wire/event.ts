/** A stored event. */
export interface LagoEvent {
  /** Null where events are in ClickHouse. */
  readonly lago_id?: string | null;
  readonly transaction_id: string;
  readonly external_subscription_id?: string | null;
  readonly code: string;
  readonly timestamp: string;
  /** Minor units, any digits. */
  readonly precise_total_amount_cents?: string | null;
  readonly properties?: Readonly<Record<string, unknown>> | null;
  readonly created_at?: string | null;
}

/** An event whose fees are estimated. */
export interface LagoEstimatedEvent {
  readonly code: string;
  readonly external_subscription_id: string;
  readonly properties?: Readonly<Record<string, string>> | undefined;
}
