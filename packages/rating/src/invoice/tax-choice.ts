/** Tax codes that could apply to a fee, from the nearest to the farthest. */
export interface TaxSources {
  /** Written on the invoice's own line; an empty list means: no tax. */
  readonly explicit?: readonly string[] | undefined;
  /** Of the charge, fixed charge, commitment or add-on that the fee is for. */
  readonly item?: readonly string[] | undefined;
  readonly plan?: readonly string[] | undefined;
  readonly customer?: readonly string[] | undefined;
  /** Of the seller; applies to everything else. */
  readonly default?: readonly string[] | undefined;
}

/**
 * The taxes of one fee: those of the nearest source that has any (`facts/rating.md §10`).
 * @returns tax codes; empty when no source has one.
 */
export function chooseTaxes(sources: TaxSources): readonly string[] {
  if (sources.explicit !== undefined) return sources.explicit;
  const nearest = [sources.item, sources.plan, sources.customer, sources.default];
  return nearest.find((codes) => codes !== undefined && codes.length > 0) ?? [];
}
