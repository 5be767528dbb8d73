import { type Operation, type OperationId, operations } from '@billport/core';
import fc from 'fast-check';
import { damagedInput } from './damage.ts';
import { arbitraryOf } from './schema-arbitrary.ts';

/** One call: an operation, what it is given, and how far the clock goes before it. */
export interface GeneratedCall {
  readonly operation: OperationId;
  readonly input: unknown;
  readonly idempotencyKey: string | undefined;
  /** Minutes. */
  readonly pass: number;
}

const DAY = 1440;

/** Operations that fill the engine come more often than those that empty it. */
const WEIGHTS: Partial<Record<OperationId, number>> = {
  'usage.record': 40,
  'subscriptions.create': 12,
  'customers.upsert': 8,
  'metrics.create': 6,
  'plans.create': 10,
  'plans.update': 4,
  'taxes.create': 4,
  'coupons.create': 4,
  'coupons.apply': 6,
  'credits.createWallet': 5,
  'credits.add': 8,
  'invoices.create': 6,
  'invoices.preview': 5,
  'creditNotes.create': 8,
  'creditNotes.estimate': 4,
  'subscriptions.changePlan': 5,
  'usage.current': 5,
};
const DEFAULT_WEIGHT = 3;
const RARE: ReadonlySet<string> = new Set([
  'customers.delete',
  'metrics.delete',
  'plans.delete',
  'taxes.delete',
  'coupons.delete',
  'subscriptions.terminate',
]);

const valid = new Map<OperationId, fc.Arbitrary<unknown>>(
  [...operations].map(([id, operation]) => [id, arbitraryOf(operation.input)]),
);

const pass = fc.oneof(
  { arbitrary: fc.constant(0), weight: 30 },
  { arbitrary: fc.integer({ min: 1, max: DAY }), weight: 3 },
  { arbitrary: fc.integer({ min: DAY, max: 20 * DAY }), weight: 1 },
);

const idempotencyKey = fc.oneof(
  { arbitrary: fc.constant(undefined), weight: 30 },
  {
    arbitrary: fc.constantFrom('k1', 'k2', '鍵', '\u0000', '\ud800', '', 'x'.repeat(256)),
    weight: 1,
  },
);

function callOf(id: OperationId, input: fc.Arbitrary<unknown>): fc.Arbitrary<GeneratedCall> {
  return fc.record({ operation: fc.constant(id), input, idempotencyKey, pass });
}

function weightOf(operation: Operation): number {
  const id = operation.id as OperationId;
  return RARE.has(id) ? 1 : (WEIGHTS[id] ?? DEFAULT_WEIGHT);
}

/** Any operation with any input: mostly what the contract takes, one in six damaged. */
export const anyCall: fc.Arbitrary<GeneratedCall> = fc.oneof(
  ...[...valid].map(([id, input]) => ({
    arbitrary: callOf(
      id,
      fc.oneof({ arbitrary: input, weight: 5 }, { arbitrary: damagedInput(input), weight: 1 }),
    ),
    weight: weightOf(operations.get(id) as Operation),
  })),
);

const FOUNDING: readonly OperationId[] = [
  'customers.upsert',
  'taxes.create',
  'metrics.create',
  'plans.create',
  'coupons.create',
  'subscriptions.create',
];

/** Calls that a run begins with, so that those after them find something. */
export const foundingCalls: fc.Arbitrary<GeneratedCall[]> = fc
  .tuple(
    ...FOUNDING.map((id) =>
      fc.array(
        callOf(id, valid.get(id) as fc.Arbitrary<unknown>).map((call) => ({ ...call, pass: 0 })),
        { minLength: 8, maxLength: 8 },
      ),
    ),
  )
  .map((groups) => groups.flat());
