import { compact, sameData } from '@billport/adapter-kit';
import { type ChargeUsage, currencyDigits, Decimal, type Warning } from '@billport/core';
import { callersMetadata } from '../own-metadata.ts';
import { chargeDimension } from '../plans/charge-dimension.ts';
import { type DimensionPrice, dimensionPrice } from '../plans/dimension-price.ts';
import type { PaigoDimension } from '../wire/dimension.ts';
import { amountOf } from '../wire/exact-decimal.ts';
import type { PaigoAggregate, PaigoRawUsage } from '../wire/usage.ts';
import { priceUsage } from './price-usage.ts';

/** Usage of an interval; with `none` for an interval Paigo brings single records. */
export type UsageItem = PaigoAggregate & PaigoRawUsage;

/** Longest text that the contract has for an exact amount. */
const MOST_DIGITS = 60;

/** @throws BillingError `malformed_response` for what is no decimal: it must not count as nothing. */
const aggregateOf = ({ value, recordValue }: UsageItem): Decimal =>
  amountOf(value ?? recordValue, 'an amount of usage');

/** A part of the usage of a dimension, and what it costs. */
interface Part {
  readonly price: DimensionPrice;
  readonly items: readonly UsageItem[];
  readonly group?: Record<string, string> | undefined;
}

/** Usage under prices that depend on metadata: each group has its own; what is in none costs nothing. */
function groupParts(dimension: PaigoDimension, items: readonly UsageItem[]): Part[] {
  return (dimension.tiersGroupByMetadata ?? []).flatMap(({ metadataGroups, tiers }) => {
    const price = dimensionPrice({ ...dimension, tiersGroupByMetadata: null, tiers });
    const its = items.filter(({ metadataGroup }) => sameData(metadataGroup ?? {}, metadataGroups));
    return price === undefined
      ? []
      : [{ price, items: its, group: callersMetadata(metadataGroups) }];
  });
}

function partsOf(dimension: PaigoDimension, items: readonly UsageItem[]): Part[] {
  const price = dimensionPrice(dimension);
  return price === undefined ? groupParts(dimension, items) : [{ price, items }];
}

/** What of a package was used is told, and not how many packages: those are the price. */
function unitsOf(dimension: PaigoDimension, values: readonly Decimal[], billed: Decimal): Decimal {
  const isPackage = chargeDimension(dimension).charge?.model === 'package';
  return isPackage ? Decimal.sum(values) : billed;
}

function exactText(amount: Decimal): string | undefined {
  const text = amount.toString();
  return text.length > MOST_DIGITS ? undefined : text;
}

function lineOf(dimension: PaigoDimension, { price, items, group }: Part, currency: string) {
  const { code, metric, charge } = chargeDimension(dimension);
  const values = items.map(aggregateOf);
  const { units: billed, amount } = priceUsage(price, values);
  const digits = currencyDigits(currency);
  const line: ChargeUsage = {
    chargeCode: code,
    metric,
    model: charge?.model ?? 'graduated',
    group,
    units: unitsOf(dimension, values, billed).toString(),
    amount: { amount: amount.round(digits).toFixed(digits), currency },
    preciseAmount: exactText(amount),
  };
  return compact(line);
}

const isUsed = ({ units, amount }: ChargeUsage) =>
  !Decimal.parse(units).isZero() || !Decimal.parse(amount.amount).isZero();

/**
 * The lines of one dimension of a plan: one, or one for each group of metadata that has a price;
 * none without usage.
 * @param items its aggregated usage, interval by interval
 */
export function chargeUsages(
  dimension: PaigoDimension,
  items: readonly UsageItem[],
  currency: string,
): ChargeUsage[] {
  return partsOf(dimension, items)
    .map((part) => lineOf(dimension, part, currency))
    .filter(isUsed);
}

/** Says that a dimension with usage has a price that cannot be read. */
export function unpricedWarning(
  dimension: PaigoDimension,
  items: readonly UsageItem[],
): Warning | undefined {
  const isPriced =
    dimensionPrice(dimension) !== undefined || chargeDimension(dimension).isPricedByMetadata;
  if (isPriced || items.length === 0) return undefined;
  return {
    code: 'partial',
    field: 'charges',
    message: `Paigo's dimension ${dimension.dimensionId} has a price that cannot be read: its usage is left out.`,
  };
}
