import { BillingError, type Charge, moneyFromMinor } from '@billport/core';
import { type BillCharge, metricCode, type RowFilter } from '../bill/bill-charge.ts';
import { present } from './present.ts';
import { pricingInput } from './pricing-input.ts';

/**
 * A setting that may be written in several places, in one of them.
 * @throws BillingError `invalid_input` when two places disagree.
 */
function agreed<Value>(field: string, ...written: (Value | undefined)[]): Value | undefined {
  const given = written.filter((value) => value !== undefined);
  const [first] = given;
  if (given.every((value) => JSON.stringify(value) === JSON.stringify(first))) return first;
  throw new BillingError('invalid_input', {
    message: `${field}: it is written twice and differs: keep one.`,
  });
}

/** Whether the charge is billed at each event or at the end of the period. */
function chargeTiming(charge: BillCharge, field: string): 'arrears' | 'advance' {
  const flag = charge.pay_in_advance;
  const timing = flag === undefined ? undefined : flag ? 'advance' : 'arrears';
  return agreed(`${field}.timing`, charge.timing, timing) ?? 'arrears';
}

/** Columns that split the charge into one fee for each combination. */
export function groupKeys(charge: BillCharge, field: string): string[] | undefined {
  return agreed(
    `${field}.group_by`,
    charge.group_by,
    charge.pricing_group_keys,
    charge.metric.group_by,
    charge.properties?.pricing_group_keys as string[] | undefined,
    charge.properties?.grouped_by as string[] | undefined,
  );
}

/** Which rows of the usage file count for the charge; all when undefined. */
export function rowFilter(charge: BillCharge, field: string): RowFilter | undefined {
  return agreed(`${field}.filter`, charge.filter, charge.metric.filter);
}

function filtersInput(charge: BillCharge, field: string) {
  return charge.filters?.map((filter, index) => {
    const at = `${field}.filters[${index}]`;
    const match = agreed(`${at}.values`, filter.values, filter.matching);
    return present({
      name: filter.name ?? filter.invoice_display_name,
      match: match ?? {},
      pricing: pricingInput(charge.charge_model, filter.properties, `${at}.properties`),
    });
  });
}

/**
 * A charge of a bill file as a charge of the contract.
 * @param field - Its path in the bill, for errors.
 * @throws BillingError `invalid_input` when settings contradict each other.
 */
export function chargeInput(charge: BillCharge, currency: string, field: string): Charge {
  const timing = chargeTiming(charge, field);
  const least = charge.min_amount_cents;
  const input = present({
    model: charge.charge_model,
    metric: metricCode(charge),
    code: charge.code,
    name: charge.name ?? charge.invoice_display_name,
    timing,
    // The contract takes these where they say something; false and true are what is anyway.
    invoiceable: charge.invoiceable === false ? false : undefined,
    prorated: agreed(`${field}.prorated`, charge.prorated, charge.metric.prorated) || undefined,
    minimum: least ? moneyFromMinor(least, currency) : undefined,
    taxCodes: charge.tax_codes,
    groupBy: groupKeys(charge, field),
    filters: filtersInput(charge, field),
    pricing: pricingInput(charge.charge_model, charge.properties ?? {}, `${field}.properties`),
  });
  // The contract's own schema decides whether the combination is a charge, when the plan is made.
  return input as Charge;
}
