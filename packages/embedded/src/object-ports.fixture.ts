import { defineProvider, type ManualClock, manualClock, toInstant } from '@billport/core';
import { runDue } from './billing/run-due.ts';
import { couponHandlers } from './coupons.ts';
import { creditHandlers } from './credits.ts';
import { customerHandlers } from './customers.ts';
import type { Engine, Moment } from './engine.ts';
import { healthHandlers } from './health.ts';
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

/** When the clock of a test engine starts. */
export const START = '2026-03-01T00:00:00.000Z';

function openEngine(clock: ManualClock): Engine {
  const database = new Database({ file: ':memory:', synchronous: 'normal', lockTimeoutMs: 0 });
  const engine: Engine = {
    database,
    tables: openTables(database),
    stays: new Stays(database),
    events: new Events(database),
    invoices: new Invoices(database),
    clock,
    customAggregations: {},
    catchUp: (now) => runDue(engine, now),
  };
  return engine;
}

function providerOf(engine: Engine) {
  return defineProvider({
    id: 'embedded',
    handlers: {
      customers: customerHandlers(engine),
      metrics: metricHandlers(engine),
      plans: planHandlers(engine),
      subscriptions: subscriptionHandlers(engine),
      taxes: taxHandlers(engine),
      coupons: couponHandlers(engine),
      credits: creditHandlers(engine),
      invoices: invoiceHandlers(engine, undefined),
      health: healthHandlers(engine),
    },
    limits: {
      aggregations: ['sum'],
      chargeModels: ['standard'],
      intervals: ['monthly'],
      currencies: 'all',
      usage: { batchSize: 100, atomic: true, deduplication: 'id', repeats: 'compared' },
      idempotencyKeys: true,
      eventuallyConsistent: false,
    },
  });
}

/** The tables that a refused command must leave as they were. */
const KEPT = [
  'customers',
  'metrics',
  'taxes',
  'plans',
  'coupons',
  'applied_coupons',
  'wallets',
  'credit_transactions',
  'subscriptions',
  'invoices',
  'jobs',
  'counters',
];

/** Everything that is stored, as text. */
function snapshot({ database }: Engine): string {
  return JSON.stringify(KEPT.map((name) => database.sql(`SELECT * FROM ${name}`).all()));
}

/** The object ports of an engine in memory, with a clock that the test moves. */
export function openPorts() {
  const clock = manualClock(START);
  const engine = openEngine(clock);
  const moment = (): Moment => ({ now: clock.now(), instant: toInstant(clock.now()) });
  return {
    engine,
    clock,
    billing: providerOf(engine),
    /** All that is stored, for comparing before and after. */
    snapshot: () => snapshot(engine),
    /** Runs a part of the engine as it is run inside a command. */
    within: <Value>(work: (engine: Engine, moment: Moment) => Value): Promise<Value> =>
      engine.database.write(() => work(engine, moment())),
  };
}

/** A test engine with its ports. */
export type TestPorts = ReturnType<typeof openPorts>;

/** The error of a call that must be refused; fails when it is not, or when anything was changed. */
export async function refusal(ports: TestPorts, call: () => Promise<unknown>): Promise<unknown> {
  const before = ports.snapshot();
  const error = await call().then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error === undefined) throw new Error('The call was not refused.');
  if (ports.snapshot() !== before) throw new Error('The refused call changed something.');
  return error;
}
