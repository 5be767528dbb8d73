import { BillingError, type Charge, chargeCode, type Issue } from '@billport/core';
import { toCents } from '../minor-units.ts';
import type {
  LagoCharge,
  LagoChargeBody,
  LagoChargeFilter,
  LagoChargeProperties,
} from '../wire/charge.ts';
import { pricingIssues, writePricing } from './pricing.ts';

type Pricing = Charge['pricing'];

/** The price of a charge or filter with what stands beside it among Lago's properties. */
function propertiesOf(
  charge: Charge,
  pricing: Pricing,
  before: LagoChargeProperties | undefined,
): LagoChargeProperties {
  return {
    ...writePricing(charge.model, pricing as never),
    pricing_group_keys: charge.groupBy,
    presentation_group_keys: before?.presentation_group_keys,
  };
}

/** Values by property in one order, to find the filter that matches the same. */
const matchText = (values: LagoChargeFilter['values']) =>
  JSON.stringify(
    Object.entries(values)
      .map(([key, list]) => [key, [...list].sort()])
      .sort(),
  );

/** A filter of Lago has groups of its own: without them its units would not be split. */
function filtersOf(charge: Charge, before: LagoCharge | undefined): LagoChargeFilter[] {
  const known = new Map(
    (before?.filters ?? []).map(({ values, properties }) => [matchText(values), properties]),
  );
  return (charge.filters ?? []).map(({ name, match, pricing }) => ({
    values: match,
    invoice_display_name: name ?? null,
    properties: propertiesOf(charge, pricing, known.get(matchText(match))),
  }));
}

const minimumCents = (charge: Charge) =>
  charge.timing === 'advance' || charge.minimum === undefined
    ? 0
    : toCents(charge.minimum, 'minimum');

/** The fields that only one of the timings has, with their defaults for the other. */
function timed(charge: Charge) {
  return {
    pay_in_advance: charge.timing === 'advance',
    invoiceable: charge.timing === 'arrears' || charge.invoiceable !== false,
    min_amount_cents: minimumCents(charge),
  };
}

/** Only fees that are not invoiced can be gathered later. */
function unknownToContract(before: LagoCharge | undefined, invoiceable: boolean) {
  if (before === undefined) return {};
  return {
    regroup_paid_fees: invoiceable ? null : before.regroup_paid_fees,
    applied_pricing_unit: before.applied_pricing_unit ?? undefined,
    accepts_target_wallet: before.accepts_target_wallet,
  };
}

/** What a charge is written from. */
export interface ChargeToWrite {
  readonly charge: Charge;
  /** Lago's id of its metric. */
  readonly metricId: string;
  /** The charge of the same code that it replaces, if any. */
  readonly before?: LagoCharge | undefined;
}

/**
 * A charge as Lago takes it. Whatever it does not say gets its default, so that it replaces all
 * of the charge before; what the contract has no words for stays. Its numbers must have been checked
 * with {@link chargeIssues}.
 */
export function chargeBody({ charge, metricId, before }: ChargeToWrite): LagoChargeBody {
  const terms = timed(charge);
  return {
    id: before?.lago_id,
    billable_metric_id: metricId,
    charge_model: charge.model,
    code: chargeCode(charge),
    invoice_display_name: charge.name ?? (before && null),
    ...terms,
    prorated: ('prorated' in charge && charge.prorated) || false,
    properties: propertiesOf(charge, charge.pricing, before?.properties),
    filters: filtersOf(charge, before),
    tax_codes: charge.taxCodes ?? [],
    ...unknownToContract(before, terms.invoiceable),
  };
}

/** A charge that stays as it is: all of it, since Lago resets what is not sent. */
export function sameChargeBody(wire: LagoCharge): LagoChargeBody {
  const { lago_id: id, lago_billable_metric_id: metricId, taxes, ...terms } = wire;
  const { billable_metric_code: _, ...others } = terms;
  return {
    ...others,
    id,
    billable_metric_id: metricId,
    applied_pricing_unit: terms.applied_pricing_unit ?? undefined,
    tax_codes: (taxes ?? []).map(({ code }) => code),
  };
}

/** A minimum past 2^53 of the smallest unit. */
function minimumIssues(charge: Charge): readonly Issue[] {
  try {
    minimumCents(charge);
    return [];
  } catch (error) {
    if (BillingError.is(error, 'invalid_input')) return error.issues ?? [];
    throw error;
  }
}

/** What Lago cannot take of a charge, under paths that begin at the charge. */
export function chargeIssues(charge: Charge): Issue[] {
  const own = pricingIssues(charge.model, charge.pricing as never);
  const prefixed = (path: Issue['path'], issues: readonly Issue[]) =>
    issues.map((issue) => ({ ...issue, path: [...path, ...issue.path] }));
  const ofFilters = (charge.filters ?? []).flatMap(({ pricing }, index) =>
    prefixed(['filters', index, 'pricing'], pricingIssues(charge.model, pricing as never)),
  );
  return [...minimumIssues(charge), ...prefixed(['pricing'], own), ...ofFilters];
}
