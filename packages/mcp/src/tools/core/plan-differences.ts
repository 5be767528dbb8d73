import { type Charge, chargeCode, type Plan, type UpdatePlanInput } from '@billport/core';
import { shortMoney } from '../../answers/shown/index.ts';
import { keyInWords } from '../named.ts';
import { valuesInWords } from '../values-in-words.ts';

/** Fields whose new value is not said, only that they change: they cost nobody anything. */
const NAMED_ONLY = [
  'name',
  'description',
  'metadata',
] as const satisfies readonly (keyof UpdatePlanInput)[];

/** Fields that are said with their new values. */
const WITH_VALUES = [
  'trialDays',
  'taxCodes',
  'minimumCommitment',
  'usageThresholds',
] as const satisfies readonly (keyof UpdatePlanInput)[];

/** The values of a charge beside what it is called by. */
function valuesOfCharge({ metric: _, model: __, ...terms }: Charge): string[] {
  return valuesInWords(terms);
}

function chargeDifferences(existing: Plan, charges: readonly Charge[]): string[] {
  const present = new Set(existing.charges.map(chargeCode));
  return charges.map((charge) => {
    const code = chargeCode(charge);
    const verb = present.has(code) ? 'replaced' : 'added';
    return `charge ${keyInWords(code)} ${verb} (${[charge.model, ...valuesOfCharge(charge)].join(', ')})`;
  });
}

function fieldsWithValues(input: UpdatePlanInput): string[] {
  return valuesInWords(Object.fromEntries(WITH_VALUES.map((name) => [name, input[name]])));
}

/** The values of an update that {@link planDifferences} says. */
export function planValues(input: UpdatePlanInput): string[] {
  return [...(input.charges ?? []).flatMap(valuesOfCharge), ...fieldsWithValues(input)];
}

/** What an update would change, for people: all that has to do with money with its values. */
export function planDifferences(existing: Plan, input: UpdatePlanInput): string {
  const { price, charges = [], removeCharges = [] } = input;
  const parts = [
    ...(price === undefined
      ? []
      : [`price from ${shortMoney(existing.price)} to ${shortMoney(price)}`]),
    ...chargeDifferences(existing, charges),
    ...removeCharges.map((code) => `charge ${keyInWords(code)} removed`),
    ...fieldsWithValues(input),
    ...NAMED_ONLY.filter((name) => input[name] !== undefined).map((name) =>
      name === 'metadata' ? 'the whole metadata replaced' : name,
    ),
  ];
  return parts.length === 0 ? 'nothing' : parts.join(', ');
}
