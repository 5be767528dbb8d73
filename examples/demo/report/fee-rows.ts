import { Decimal, type Fee, type FeeTier, type Plan } from '@billport/core';
import { amountText, preciseText, priceText, quantityText, unitPriceText } from './number-text.ts';

/** A line of the table: item, units, events, unit price, amount. */
export type FeeRow = readonly [
  item: string,
  units: string,
  events: string,
  price: string,
  amount: string,
];

function partOf(fee: Fee): string {
  const values = [
    ...Object.entries(fee.filter ?? {}).map(([key, accepted]) => `${key} ${accepted.join(' or ')}`),
    ...Object.entries(fee.group ?? {}).map(([key, value]) => `${key} ${value ?? 'not given'}`),
  ];
  return values.length === 0 ? '' : ` · ${values.join(', ')}`;
}

/** Words behind the name of a line. */
function kindOf(fee: Fee): string {
  if (fee.type === 'subscription') return 'base price';
  if (fee.trueUpOf !== undefined) return '';
  return fee.model?.replaceAll('_', ' ') ?? '';
}

function nameOf(fee: Fee): string {
  const kind = kindOf(fee);
  return `${fee.name}${partOf(fee)}${kind === '' ? '' : ` · ${kind}`}`;
}

type Pricing = Plan['charges'][number]['pricing'];
type PlanTier = Extract<Pricing, { tiers: unknown }>['tiers'][number];

/** The tiers of the plan that priced a fee. */
function planTiers(fee: Fee, plan: Plan): readonly PlanTier[] {
  const charge = plan.charges.find(({ code, metric }) => (code ?? metric) === fee.chargeCode);
  const filter = charge?.filters?.find(
    ({ match }) => JSON.stringify(match) === JSON.stringify(fee.filter),
  );
  const pricing = filter?.pricing ?? charge?.pricing;
  return pricing !== undefined && 'tiers' in pricing ? pricing.tiers : [];
}

function tierPrice(tier: PlanTier): string {
  const unit = 'rate' in tier ? `${priceText(tier.rate)} %` : priceText(tier.unitAmount);
  const flat = tier.flatAmount ?? '0';
  return Decimal.parse(flat).isZero() ? unit : `${unit} + ${priceText(flat)}`;
}

/** Of a volume charge only one tier is on the fee: the one whose price makes its amount. */
function holds(tier: PlanTier, { units, amount }: FeeTier): boolean {
  if ('rate' in tier) return false;
  const price = Decimal.parse(units).times(Decimal.parse(tier.unitAmount));
  return price.plus(Decimal.parse(tier.flatAmount ?? '0')).equals(Decimal.parse(amount));
}

function tierRows(fee: Fee, plan: Plan): FeeRow[] {
  const tiers = planTiers(fee, plan);
  return (fee.tiers ?? []).map((part, position): FeeRow => {
    const index = fee.model === 'volume' ? tiers.findIndex((tier) => holds(tier, part)) : position;
    const tier = tiers[index];
    return [
      tier === undefined ? '  tier' : `  tier ${index + 1}`,
      quantityText(part.units),
      '',
      tier === undefined ? '' : tierPrice(tier),
      preciseText(part.amount, fee.amount.currency),
    ];
  });
}

/** The rows of one line of the invoice: itself, and each tier that its units reached. */
export function feeRows(fee: Fee, plan: Plan): FeeRow[] {
  const tiers = tierRows(fee, plan);
  const counts = fee.type === 'charge' && fee.trueUpOf === undefined;
  const row: FeeRow = [
    nameOf(fee),
    quantityText(fee.units),
    counts ? quantityText(String(fee.eventsCount ?? 0)) : '',
    tiers.length > 0 ? '' : unitPriceText(fee.unitAmount),
    amountText(fee.amount),
  ];
  return [row, ...tiers];
}
