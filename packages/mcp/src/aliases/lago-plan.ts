import {
  type Arguments,
  changed,
  isObject,
  isSaid,
  moneyOf,
  renamed,
  replaced,
  steps,
} from './translation.ts';

/** Other names for fields, which are all that there may be; undefined where there is another one. */
function onlyRenamed(
  fields: Arguments,
  names: Readonly<Record<string, string>>,
): Arguments | undefined {
  return Object.keys(fields).every((name) => Object.hasOwn(names, name))
    ? renamed(names)(fields)
    : undefined;
}

/** Whether a range begins where the one before it ends; Lago takes the same bound and the next one. */
function followsOn({ from_value: from }: Arguments, before: Arguments | undefined): boolean {
  if (!isSaid(from)) return true;
  if (before === undefined) return Number(from) === 0;
  const end = Number(before.to_value);
  return Number(from) === end || Number(from) === end + 1;
}

/** The ranges of graduated and volume prices; undefined where one of them cannot be told. */
function tiersOf(ranges: unknown): object[] | undefined {
  if (!Array.isArray(ranges) || !ranges.every(isObject)) return undefined;
  const tiers = ranges.map((range, index) => {
    const { from_value, to_value, ...amounts } = range;
    const prices = onlyRenamed(amounts, {
      per_unit_amount: 'unitAmount',
      flat_amount: 'flatAmount',
    });
    if (prices === undefined || !followsOn(range, ranges[index - 1])) return undefined;
    return { upTo: isSaid(to_value) ? String(to_value) : null, ...prices };
  });
  return tiers.every((tier) => tier !== undefined) ? tiers : undefined;
}

/** The prices of the plain models; undefined for others, and for what these do not have. */
function pricingOf(model: unknown, properties: Arguments): Arguments | undefined {
  if (model === 'standard') return onlyRenamed(properties, { amount: 'unitAmount' });
  const ranges = `${String(model)}_ranges`;
  if (model !== 'graduated' && model !== 'volume') return undefined;
  if (Object.keys(properties).some((name) => name !== ranges)) return undefined;
  const tiers = tiersOf(properties[ranges]);
  return tiers && { tiers };
}

const TIMINGS: ReadonlyMap<unknown, string> = new Map([
  [true, 'advance'],
  [false, 'arrears'],
  [undefined, 'arrears'],
]);

/** A charge of the plain models; others stay as they are, and their fields are refused by name. */
function chargeOf(charge: unknown): unknown {
  if (!isObject(charge)) return charge;
  const { billable_metric_code, charge_model, properties, pay_in_advance, ...rest } = charge;
  if (!isObject(properties)) return charge;
  const { pricing_group_keys: groupBy, ...amounts } = properties;
  const pricing = pricingOf(charge_model, amounts);
  const timing = TIMINGS.get(pay_in_advance);
  if (pricing === undefined || timing === undefined) return charge;
  const own = { metric: billable_metric_code, model: charge_model, timing, pricing };
  return { ...own, ...(groupBy === undefined ? {} : { groupBy }), ...rest };
}

/** A plan of Lago: `facts/lago.md §b`. */
export const plan = steps(
  renamed({
    trial_period: 'trialDays',
    tax_codes: 'taxCodes',
    bill_charges_monthly: 'chargesBilledMonthly',
  }),
  replaced(['amount_cents', 'amount_currency'], (args) => {
    const price = moneyOf(args.amount_cents, args.amount_currency);
    return price && { price };
  }),
  replaced(['pay_in_advance'], ({ pay_in_advance }) =>
    typeof pay_in_advance === 'boolean'
      ? { timing: pay_in_advance ? 'advance' : 'arrears' }
      : undefined,
  ),
  changed('charges', (charges) => (Array.isArray(charges) ? charges.map(chargeOf) : undefined)),
);
