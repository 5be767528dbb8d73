import {
  type Billing,
  BillingError,
  type Clock,
  currentInstant,
  defineProvider,
  type Handlers,
  type InstantInput,
  isManualClock,
  type Limits,
  systemClock,
  toEpochMs,
  toInstant,
} from '@billport/core';
import type { CustomAggregator } from '@billport/rating';
import { auditEngine } from './audit.ts';
import { runAllDue, runDue } from './billing/run-due.ts';
import { checkOptions } from './check-options.ts';
import { couponHandlers } from './coupons.ts';
import { creditNoteHandlers } from './credit-notes/credit-note-handlers.ts';
import { creditHandlers } from './credits.ts';
import { customerHandlers } from './customers.ts';
import type { Engine } from './engine.ts';
import { healthHandlers } from './health.ts';
import type { Collector } from './invoicing/collect.ts';
import { invoiceHandlers } from './invoicing/invoice-handlers.ts';
import { Invoices } from './invoicing/invoice-table.ts';
import { metricHandlers } from './metrics.ts';
import { planHandlers } from './plans.ts';
import { Database } from './store/database.ts';
import { openTables } from './store/tables.ts';
import { Stays } from './subscriptions/stays.ts';
import { subscriptionHandlers } from './subscriptions/subscription-handlers.ts';
import { taxHandlers } from './taxes.ts';
import { Events } from './usage/event-table.ts';
import { usageHandlers } from './usage/usage-handlers.ts';

/** Settings of {@link createEmbedded}. */
export interface EmbeddedOptions {
  /** Path of the SQLite file, made when it does not exist; `:memory:` (when absent) keeps nothing. */
  readonly file?: string;
  /** Where the time comes from; the machine's clock when absent. */
  readonly clock?: Clock;
  /** `full` (when absent): an answered call survives a power cut; `normal`: only a crash. */
  readonly synchronous?: 'full' | 'normal';
  /** How long opening and writing wait for another process, in milliseconds; 5,000 when absent. */
  readonly lockTimeoutMs?: number;
  /** Functions behind metrics of the `custom` aggregation, by metric code. */
  readonly customAggregations?: Readonly<Record<string, CustomAggregator>>;
  /** Asks a customer for what is due on an invoice; `invoices.collect` calls it. */
  readonly collect?: Collector;
}

/** The embedded engine: a provider that keeps everything in one SQLite file. */
export type EmbeddedBilling = Billing & {
  /**
   * Does everything that is due by `instant`, in order: closes periods and invoices them, starts
   * and ends subscriptions, ends trials, makes drafts final, expires wallets. A manual clock moves
   * along. With the machine's clock, call it every now and then with the present (the default).
   * @throws BillingError `invalid_input` for a moment that the clock has not reached, or has left;
   *   `conflict` when something could not be done, such as a job that needs a custom aggregation
   *   that was not given: all else is done, and the next call tries again.
   */
  advanceTo(instant?: InstantInput): Promise<void>;
  /**
   * Compares what is kept with what it is made from: totals with lines, balances with movements,
   * aggregates with events. Answers one sentence for each thing that does not fit; none is right.
   */
  audit(): string[];
};

const LIMITS: Limits = {
  aggregations: ['count', 'sum', 'max', 'latest', 'unique_count', 'weighted_sum', 'custom'],
  chargeModels: [
    'standard',
    'graduated',
    'graduated_percentage',
    'package',
    'percentage',
    'volume',
    'dynamic',
    'custom',
  ],
  intervals: ['weekly', 'monthly', 'quarterly', 'semiannual', 'yearly'],
  currencies: 'all',
  usage: { batchSize: 10_000, atomic: true, deduplication: 'id', repeats: 'compared' },
  idempotencyKeys: true,
  eventuallyConsistent: false,
};

function openEngine(options: EmbeddedOptions): Engine {
  const database = new Database({
    file: options.file ?? ':memory:',
    synchronous: options.synchronous ?? 'full',
    lockTimeoutMs: options.lockTimeoutMs ?? 5_000,
  });
  const engine: Engine = {
    database,
    tables: openTables(database),
    stays: new Stays(database),
    events: new Events(database),
    invoices: new Invoices(database),
    clock: options.clock ?? systemClock,
    customAggregations: options.customAggregations ?? {},
    catchUp: (now) => runDue(engine, now),
  };
  return engine;
}

function handlersOf(engine: Engine, options: EmbeddedOptions) {
  return {
    customers: customerHandlers(engine),
    metrics: metricHandlers(engine),
    plans: planHandlers(engine),
    subscriptions: subscriptionHandlers(engine),
    usage: usageHandlers(engine),
    credits: creditHandlers(engine),
    invoices: invoiceHandlers(engine, options.collect),
    coupons: couponHandlers(engine),
    creditNotes: creditNoteHandlers(engine),
    taxes: taxHandlers(engine),
    health: healthHandlers(engine),
  } satisfies Handlers;
}

async function advance(engine: Engine, instant: InstantInput | undefined): Promise<void> {
  const { clock } = engine;
  const until = instant === undefined ? clock.now() : toEpochMs(instant);
  if (isManualClock(clock)) {
    if (until < clock.now()) {
      throw new BillingError('invalid_input', {
        message: `instant: ${toInstant(until)} lies in the past of ${currentInstant(clock)}: a clock cannot go back. Name a later moment.`,
      });
    }
    await runAllDue(engine, until);
    // Another call may have moved it further meanwhile.
    if (until > clock.now()) clock.moveTo(until);
    return;
  }
  if (until > clock.now()) {
    throw new BillingError('invalid_input', {
      message: `instant: ${toInstant(until)} lies in the future of ${currentInstant(clock)}. To move time yourself pass a manualClock.`,
    });
  }
  await runAllDue(engine, until);
}

/**
 * Opens the embedded engine: it really meters, rates and invoices, on one SQLite file that several
 * processes may share.
 *
 * @example
 * ```ts
 * const clock = manualClock('2026-01-01T00:00:00Z');
 * const billing = createEmbedded({ file: 'billing.db', clock });
 * await billing.customers.upsert({ customerKey: 'acme', name: 'Acme' });
 * await billing.advanceTo('2026-02-01T00:00:00Z');
 * ```
 *
 * @throws BillingError `configuration` when the file is not a database of this engine, is corrupt
 *   or read-only, or when SQLite is too old to be safe; `unavailable` when it stays locked.
 */
export function createEmbedded(options: EmbeddedOptions = {}): EmbeddedBilling {
  checkOptions(options);
  const engine = openEngine(options);
  const billing = defineProvider({
    id: 'embedded',
    handlers: handlersOf(engine, options),
    limits: LIMITS,
    close: () => engine.database.close(),
  });
  return Object.freeze({
    ...billing,
    advanceTo: (instant?: InstantInput) => advance(engine, instant),
    audit: () => auditEngine(engine),
  });
}
