import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { manualClock, toEpochMs } from '@billport/core';
import { createEmbedded } from '@billport/embedded';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { FinalInvoices } from '../checks/final-invoices.ts';
import { usageViolations } from '../checks/usage-violations.ts';
import { batchEvents, ownBatch } from '../workload/batch.ts';
import { PREPARATIONS, START } from '../workload/catalogue.ts';
import { allEvents, allInvoices } from '../workload/picture.ts';
import { STEPS_OF_ROUND, stepAt } from '../workload/steps.ts';
import { temporaryFolder } from '../workload/temporary-folder.ts';
import { StartedProcess } from './started-process.ts';

const WORKERS = 4;
const ROUNDS = 8;
/** Draws when processes are killed. */
const SEED = Number(process.env.KILL_SEED ?? '20260105');

function startWorker(file: string, own: number): StartedProcess {
  const worker = new StartedProcess('worker.ts', file, String(own), String(WORKERS));
  onTestFinished(() => worker.kill());
  return worker;
}

const startWorkers = (file: string) =>
  Array.from({ length: WORKERS }, (_, own) => startWorker(file, own));

/** Lets all workers do all rounds at once, each round when all have done the one before. */
async function runRounds(workers: readonly StartedProcess[]) {
  await Promise.all(workers.map((worker) => worker.answer()));
  const answers: { recorded: number; duplicates: number }[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const worker of workers) worker.tell(`round ${round}`);
    const lines = await Promise.all(workers.map((worker) => worker.answer()));
    answers.push(...lines.map((line) => JSON.parse(line) as (typeof answers)[number]));
  }
  await Promise.all(workers.map((worker) => worker.finish()));
  return {
    recorded: answers.reduce((sum, { recorded }) => sum + recorded, 0),
    duplicates: answers.reduce((sum, { duplicates }) => sum + duplicates, 0),
  };
}

/** Kills a worker within a round; another in its place does the round from its start. */
async function killWithin(
  worker: StartedProcess,
  file: string,
  own: number,
  round: number,
  afterMs: number,
) {
  worker.tell(`round ${round}`);
  await delay(afterMs);
  worker.kill();
  const next = startWorker(file, own);
  expect(await next.answer()).toBe('prepared');
  next.tell(`round ${round}`);
  await next.answer();
  return next;
}

/** As {@link runRounds}, but in every round another worker is killed. */
async function runDeadlyRounds(file: string, afterMs: readonly number[]) {
  const workers = startWorkers(file);
  await Promise.all(workers.map((worker) => worker.answer()));
  for (const [round, moment] of afterMs.entries()) {
    const victim = round % WORKERS;
    const others = workers.filter((_, own) => own !== victim);
    for (const worker of others) worker.tell(`round ${round}`);
    const [next] = await Promise.all([
      killWithin(workers[victim] as StartedProcess, file, victim, round, moment),
      ...others.map((worker) => worker.answer()),
    ]);
    workers[victim] = next;
  }
  await Promise.all(workers.map((worker) => worker.finish()));
}

/** Events of the batches that each worker sends alone. */
function ownEvents(): number {
  const batches = Array.from({ length: ROUNDS * WORKERS }, (_, index) =>
    batchEvents(ownBatch(Math.floor(index / WORKERS), index % WORKERS, WORKERS), START),
  );
  return batches.flat().length;
}

/** Events of the batches that all workers send, each once. */
function sharedEvents(): number {
  const steps = Array.from({ length: ROUNDS * STEPS_OF_ROUND }, (_, i) => PREPARATIONS.length + i);
  return steps.reduce((sum, step) => sum + (stepAt(step).events?.length ?? 0), 0);
}

/** Checks a file after all rounds; answers its events. */
async function soundEvents(file: string) {
  const { at } = stepAt(PREPARATIONS.length + (ROUNDS - 1) * STEPS_OF_ROUND);
  const billing = createEmbedded({ file, clock: manualClock(at) });
  onTestFinished(() => billing.close());
  const events = await allEvents(billing);
  const invoices = await allInvoices(billing);
  const ids = events.map(({ subscriptionKey, id }) => `${subscriptionKey} ${id}`);
  expect(new Set(ids).size).toBe(events.length);
  expect(billing.audit()).toEqual([]);
  expect(new FinalInvoices().violations(invoices)).toEqual([]);
  const until = { atLeast: toEpochMs(at), atMost: toEpochMs(at) };
  expect(usageViolations(invoices, events, until)).toEqual([]);
  return events;
}

describe('four processes on one file', () => {
  it('count every event once, bill every period once, and never give up on the lock', async () => {
    const file = join(temporaryFolder(), 'billing.db');
    const answered = await runRounds(startWorkers(file));

    const events = await soundEvents(file);
    expect(events).toHaveLength(answered.recorded);
    expect(events).toHaveLength(sharedEvents() + ownEvents());
    expect(answered.duplicates).toBe((WORKERS - 1) * sharedEvents());
  }, 120_000);

  it('lose and repeat nothing when one of them is killed in every round', async () => {
    const file = join(temporaryFolder(), 'billing.db');
    const moments = fc.sample(fc.noBias(fc.integer({ min: 0, max: 120 })), {
      seed: SEED,
      numRuns: ROUNDS,
    });
    await runDeadlyRounds(file, moments);
    expect(await soundEvents(file)).toHaveLength(sharedEvents() + ownEvents());
  }, 120_000);

  it('did what was keyed once, though each asked for it', async () => {
    const file = join(temporaryFolder(), 'billing.db');
    await runRounds(startWorkers(file));

    const billing = createEmbedded({ file, clock: manualClock('2027-01-01T00:00:00Z') });
    onTestFinished(() => billing.close());
    const oneOff = await billing.invoices.list({ type: 'one_off' });
    expect(oneOff.items).toHaveLength(ROUNDS / 4);
    const wallets = await billing.credits.listWallets({ customerKey: 'acme' });
    expect(wallets.items).toHaveLength(1);
    const movements = await billing.credits.listTransactions({
      walletId: wallets.items[0]?.id ?? '',
      limit: 100,
    });
    expect(movements.items.filter(({ direction }) => direction === 'in')).toHaveLength(ROUNDS / 4);
  }, 120_000);
});
