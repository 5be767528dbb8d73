import * as core from '@billport/core';
import fc from 'fast-check';
import type { z } from 'zod';
import { reference } from './references.ts';

/** Few keys, so that calls meet each other's objects. */
const KEYS = ['a', 'b', 'c', 'd'];
const ODD_KEYS = ['__proto__', 'constructor', 'toString', 'ключ', '鍵 🔑', 'a/b?c=d&e', "x'; --"];

const key = fc.oneof(
  { arbitrary: fc.constantFrom(...KEYS), weight: 30 },
  { arbitrary: fc.constantFrom(...ODD_KEYS), weight: 1 },
);
/** Values of properties: numbers first, since most metrics add them up. */
const propertyValue = fc.oneof(
  { arbitrary: fc.integer({ min: -20, max: 200 }).map(String), weight: 8 },
  { arbitrary: fc.integer({ min: 0, max: 500 }), weight: 2 },
  { arbitrary: fc.constantFrom('0.5', '12.345', '100000', '0.000001', '7'), weight: 4 },
  { arbitrary: fc.constantFrom('a', 'b', '', 'add', 'remove', true), weight: 2 },
);

/** The two that metrics add up, and others. */
const properties = fc
  .tuple(
    fc.record({ a: propertyValue, b: propertyValue }),
    fc.dictionary(key, propertyValue, { maxKeys: 2, noNullPrototype: true }),
  )
  .map(([added, others]) => ({ ...others, ...added }));

const decimal = fc.oneof(
  { arbitrary: fc.integer({ min: 0, max: 50 }).map(String), weight: 4 },
  {
    arbitrary: fc.constantFrom('0.1', '0.015', '2.5', '12.3456789', '1000', '0.0000001'),
    weight: 3,
  },
  { arbitrary: fc.constantFrom('99999999999999999999', '0.00', '00012.50'), weight: 1 },
);
const positive = fc.oneof(
  { arbitrary: fc.integer({ min: 1, max: 100 }).map(String), weight: 4 },
  { arbitrary: fc.constantFrom('0.5', '2.75', '1000.001'), weight: 2 },
);
const currency = fc.oneof(
  { arbitrary: fc.constant('USD'), weight: 20 },
  { arbitrary: fc.constantFrom('EUR', 'JPY', 'KWD'), weight: 1 },
);

function moneyFrom(least: number): fc.Arbitrary<core.Money> {
  const minor = fc.oneof(
    { arbitrary: fc.integer({ min: least, max: 20_000 }), weight: 6 },
    { arbitrary: fc.constantFrom(least, 1, 99_999_999_999), weight: 1 },
  );
  return fc.tuple(minor, currency).map(([cents, code]) => core.moneyFromMinor(BigInt(cents), code));
}

const MINUTES_A_DAY = 1440;
/** Mostly the last days, at times far away. */
const instant = fc
  .tuple(
    fc.constantFrom('instant', 'instant', 'date'),
    fc.oneof(
      { arbitrary: fc.integer({ min: -3 * MINUTES_A_DAY, max: 0 }), weight: 6 },
      { arbitrary: fc.integer({ min: -60 * MINUTES_A_DAY, max: 60 * MINUTES_A_DAY }), weight: 3 },
      { arbitrary: fc.constantFrom(0, 1, -800 * MINUTES_A_DAY, 800 * MINUTES_A_DAY), weight: 1 },
    ),
  )
  .map(([kind, minutes]) => reference(kind, minutes));

const definition = (schema: z.ZodType) => schema._zod.def as unknown;

/**
 * What fits the named scalars of the contract. A schema keeps its definition when a description is
 * added to it, so that is what a scalar is known by.
 */
export const scalars: ReadonlyMap<unknown, fc.Arbitrary<unknown>> = new Map<
  unknown,
  fc.Arbitrary<unknown>
>([
  [definition(core.Key), key],
  [definition(core.Name), fc.constantFrom('Acme', '', 'Ünïcode ✓ مرحبا', '<b>&amp;</b>')],
  [definition(core.Description), fc.constantFrom('Words.', 'Two\nlines', '')],
  [definition(core.SignedDecimal), fc.oneof(decimal, fc.constantFrom('-3', '-0.5'))],
  [definition(core.UnsignedDecimal), decimal],
  [definition(core.PositiveDecimal), positive],
  [definition(core.PositiveInteger), fc.constantFrom('1', '10', '1000')],
  [definition(core.Percentage), fc.constantFrom('10', '100', '33.333', '0.01')],
  [definition(core.Currency), currency],
  [definition(core.UnsignedMoney), moneyFrom(0)],
  [definition(core.PositiveMoney), moneyFrom(1)],
  [definition(core.InstantIn as z.ZodType), instant],
  [
    definition(core.TimeZone),
    fc.constantFrom('UTC', 'America/New_York', 'Asia/Kathmandu', 'Pacific/Apia', 'Europe/Paris'),
  ],
  [definition(core.CalendarDate), fc.constantFrom('2026-01-01', '2026-06-30', '2027-12-31')],
]);

const KINDS = ['invoiceId', 'walletId', 'creditNoteId', 'feeId', 'appliedCouponId'];

const tier = (price: 'unitAmount' | 'rate') => (upTo: string | null) =>
  fc.record(
    { upTo: fc.constant(upTo), [price]: decimal, flatAmount: decimal },
    { requiredKeys: ['upTo', price] },
  );

function tiers(price: 'unitAmount' | 'rate'): fc.Arbitrary<unknown> {
  return fc
    .uniqueArray(fc.integer({ min: 1, max: 300 }), { maxLength: 3 })
    .map((bounds) => [...bounds.sort((one, other) => one - other).map(String), null])
    .chain((bounds) => fc.tuple(...bounds.map(tier(price))));
}

/**
 * What fits a field whose schema does not tell enough: ids of the engine, rising tiers, values
 * that metrics can add up, expressions, countries.
 */
const fields: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  ...Object.fromEntries(
    KINDS.map((kind) => [kind, fc.nat({ max: 12 }).map((number) => reference(kind, number))]),
  ),
  customerKey: fc.constantFrom('a', 'b', 'c'),
  subscriptionKey: fc.constantFrom('a', 'b', 'c'),
  properties,
  property: fc.constantFrom('a', 'b'),
  postalCode: fc.constantFrom('75001', ''),
  country: fc.constantFrom('FR', 'US'),
  email: fc.constantFrom('billing@example.com', 'a+b@example.org'),
  taxNumber: fc.constantFrom('FR123', ''),
  expression: fc.constantFrom(
    'event.properties.a',
    'event.properties.a * 2 + 1',
    'round(event.properties.a / 3, 2)',
    'event.properties.a / 0',
    'round(',
    'concat(event.code, event.timestamp)',
  ),
  cursor: fc.constantFrom('none', 'WzFd', 'WzEsIngiXQ', 'WyJ4Il0', ''),
  taxCodes: fc.uniqueArray(key, { maxLength: 2 }),
  trialDays: fc.constantFrom(1, 14, 40),
  gracePeriodDays: fc.constantFrom(0, 3),
  precision: fc.constantFrom(-2, 0, 2),
};

/** Fields whose presence makes most calls fail, or things end before much has happened to them. */
const RARE: ReadonlySet<string> = new Set([
  'endingAt',
  'expiresAt',
  'prorated',
  'taxCodes',
  'expression',
  'minimumCommitment',
  'usageThresholds',
  'currency',
  'limit',
  'cursor',
]);

/** How often an optional field is there, of ten. */
export function presence(name: string): number {
  return RARE.has(name) ? 1 : 4;
}

/** The arbitrary of a field that only its name tells, if it is one. */
export function fieldArbitrary(
  name: string,
  keys: readonly string[],
): fc.Arbitrary<unknown> | undefined {
  if (name === 'tiers') return tiers(keys.includes('rate') ? 'rate' : 'unitAmount');
  return Object.hasOwn(fields, name) ? fields[name] : undefined;
}
