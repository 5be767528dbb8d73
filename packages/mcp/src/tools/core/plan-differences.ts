import { type Charge, chargeCode, type Plan, type UpdatePlanInput } from '@billport/core';
import { shortMoney } from '../../answers/shown/index.ts';
import { keyInWords } from '../named.ts';

/** Fields whose new value is not said, only that they change. */
const NAMED_ONLY = [
  'name',
  'description',
  'trialDays',
  'taxCodes',
  'minimumCommitment',
  'usageThresholds',
  'metadata',
] as const satisfies readonly (keyof UpdatePlanInput)[];

function chargeDifferences(existing: Plan, charges: readonly Charge[]): string[] {
  const present = new Set(existing.charges.map(chargeCode));
  return charges.map((charge) => {
    const code = chargeCode(charge);
    return `charge ${keyInWords(code)} ${present.has(code) ? 'replaced' : 'added'} (${charge.model})`;
  });
}

/** What an update would change, for people: prices with their values, other fields by name. */
export function planDifferences(existing: Plan, input: UpdatePlanInput): string {
  const { price, charges = [], removeCharges = [] } = input;
  const parts = [
    ...(price === undefined
      ? []
      : [`price from ${shortMoney(existing.price)} to ${shortMoney(price)}`]),
    ...chargeDifferences(existing, charges),
    ...removeCharges.map((code) => `charge ${keyInWords(code)} removed`),
    ...NAMED_ONLY.filter((name) => input[name] !== undefined),
  ];
  return parts.length === 0 ? 'nothing' : parts.join(', ');
}
