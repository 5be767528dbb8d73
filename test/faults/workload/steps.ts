import { type CallOptions, toEpochMs, toInstant } from '@billport/core';
import type { EmbeddedBilling } from '@billport/embedded';
import { batchEvents, type EventInput } from './batch.ts';
import { CHANGING, PREPARATIONS, START } from './catalogue.ts';

/** One step of the workload. Repeating a step that was broken off must change nothing more. */
export interface Step {
  readonly kind: 'prepare' | 'record' | 'change' | 'advance';
  /** What the clock shows while it runs; an advance moves the clock to here. */
  readonly at: string;
  /** The events of a `record` step. */
  readonly events?: readonly EventInput[];
  run(billing: EmbeddedBilling, options: CallOptions): Promise<unknown>;
}

const DAY_MS = 86_400_000;
/** Days between rounds: within a period, over a week, over months. */
const LEAPS = [1, 3, 9, 40];
/** An advance, a batch, a change, and a batch. */
export const STEPS_OF_ROUND = 4;

/** When a number of rounds have passed; always at noon. */
function timeOf(round: number): string {
  const cycle = LEAPS.reduce((sum, days) => sum + days, 0);
  const rest = LEAPS.slice(0, round % LEAPS.length).reduce((sum, days) => sum + days, 0);
  const days = Math.floor(round / LEAPS.length) * cycle + rest;
  return toInstant(toEpochMs(START) + days * DAY_MS);
}

function recordStep(batch: number, at: string): Step {
  const events = batchEvents(batch, at);
  return {
    kind: 'record',
    at,
    events,
    run: (billing) => billing.usage.record({ events }),
  };
}

const CHANGES: readonly Step['run'][] = [
  async (billing, options) => {
    const { items } = await billing.credits.listWallets({ customerKey: 'acme' });
    const walletId = items[0]?.id ?? '';
    return billing.credits.add({ walletId, kind: 'granted', credits: '25' }, options);
  },
  (billing, options) =>
    billing.subscriptions.changePlan(
      { subscriptionKey: CHANGING, planCode: 'monthly-advance' },
      options,
    ),
  (billing, options) =>
    billing.invoices.create(
      {
        customerKey: 'globex',
        currency: 'USD',
        items: [{ name: 'Support', unitAmount: '12.34', units: '1.5' }],
      },
      options,
    ),
  (billing, options) =>
    billing.subscriptions.changePlan(
      { subscriptionKey: CHANGING, planCode: 'monthly-arrears' },
      options,
    ),
];

function changeStep(round: number, at: string): Step {
  return { kind: 'change', at, run: CHANGES[round % CHANGES.length] as Step['run'] };
}

/**
 * The step with this number. The workload has no end: after the preparations each round advances
 * the clock by days to weeks, records two batches, and changes something in between.
 */
export function stepAt(index: number): Step {
  const prepare = PREPARATIONS[index];
  if (prepare !== undefined) return { kind: 'prepare', at: START, run: prepare };
  const position = index - PREPARATIONS.length;
  const round = Math.floor(position / STEPS_OF_ROUND);
  const at = timeOf(round + 1);
  switch (position % STEPS_OF_ROUND) {
    case 0:
      return { kind: 'advance', at, run: (billing) => billing.advanceTo(at) };
    case 1:
      return recordStep(2 * round, at);
    case 2:
      return changeStep(round, at);
    default:
      return recordStep(2 * round + 1, at);
  }
}

/** Runs a step under its own idempotency key, so that a repeat is known as one. */
export function runStep(billing: EmbeddedBilling, index: number): Promise<unknown> {
  return stepAt(index).run(billing, { idempotencyKey: `step-${index}` });
}
