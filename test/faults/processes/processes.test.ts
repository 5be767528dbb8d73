import { join } from 'node:path';
import { manualClock, toEpochMs } from '@billport/core';
import { createEmbedded } from '@billport/embedded';
import { describe, expect, it, onTestFinished } from 'vitest';
import { FinalInvoices } from '../checks/final-invoices.ts';
import { usageViolations } from '../checks/usage-violations.ts';
import { PREPARATIONS } from '../workload/catalogue.ts';
import { allEvents, allInvoices } from '../workload/picture.ts';
import { STEPS_OF_ROUND, stepAt } from '../workload/steps.ts';
import { temporaryFolder } from '../workload/temporary-folder.ts';
import { StartedProcess } from './started-process.ts';

const WORKERS = 4;
const ROUNDS = 8;

function startWorkers(file: string): StartedProcess[] {
  const workers = Array.from(
    { length: WORKERS },
    (_, own) => new StartedProcess('worker.ts', file, String(own), String(WORKERS)),
  );
  onTestFinished(() => {
    for (const worker of workers) worker.kill();
  });
  return workers;
}

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

/** Events of the batches that all workers send, each once. */
function sharedEvents(): number {
  const steps = Array.from({ length: ROUNDS * STEPS_OF_ROUND }, (_, i) => PREPARATIONS.length + i);
  return steps.reduce((sum, step) => sum + (stepAt(step).events?.length ?? 0), 0);
}

describe('four processes on one file', () => {
  it('count every event once, bill every period once, and never give up on the lock', async () => {
    const file = join(temporaryFolder(), 'billing.db');
    const answered = await runRounds(startWorkers(file));

    const { at } = stepAt(PREPARATIONS.length + (ROUNDS - 1) * STEPS_OF_ROUND);
    const billing = createEmbedded({ file, clock: manualClock(at) });
    onTestFinished(() => billing.close());
    const events = await allEvents(billing);
    const invoices = await allInvoices(billing);
    expect(new Set(events.map(({ subscriptionKey, id }) => `${subscriptionKey} ${id}`)).size).toBe(
      events.length,
    );
    expect(answered.recorded).toBe(events.length);
    expect(answered.duplicates).toBe((WORKERS - 1) * sharedEvents());
    expect(events.length).toBeGreaterThan(sharedEvents());
    expect(billing.audit()).toEqual([]);
    expect(new FinalInvoices().violations(invoices)).toEqual([]);
    const until = { atLeast: toEpochMs(at), atMost: toEpochMs(at) };
    expect(usageViolations(invoices, events, until)).toEqual([]);
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
