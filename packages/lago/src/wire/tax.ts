/** A tax as Lago writes it (`facts/lago.md §b`, Add-ons, taxes, fees). */
export interface LagoTax {
  readonly lago_id: string;
  readonly code: string;
  readonly name: string;
  readonly description?: string | null;
  /** Percent. A JSON number: Lago keeps it as a float. */
  readonly rate: number | string;
  readonly applied_to_organization?: boolean | null;
  readonly created_at: string;
}

/** What is sent of a tax. */
export interface LagoTaxInput {
  readonly code?: string;
  readonly name?: string;
  readonly description?: string | null;
  readonly rate?: string;
  readonly applied_to_organization?: boolean;
}
