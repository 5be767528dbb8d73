import { join } from 'node:path';
import { manualClock, toEpochMs } from '@billport/core';
import { createEmbedded } from '@billport/embedded';
import { describe, expect, it, onTestFinished } from 'vitest';
import { FinalInvoices } from '../checks/final-invoices.ts';
import { usageViolations } from '../checks/usage-violations.ts';
import { batchEvents } from '../workload/batch.ts';
import { START } from '../workload/catalogue.ts';
import { allEvents, allInvoices, picture } from '../workload/picture.ts';
import { prepareFile, stepsOf, timeAfter } from '../workload/prepared-file.ts';
import { runStep } from '../workload/steps.ts';
import { temporaryFolder } from '../workload/temporary-folder.ts';
import { StartedProcess } from './started-process.ts';

const ROUNDS = 2;
const NOW = timeAfter(ROUNDS);

async function openPrepared(lockTimeoutMs = 5_000) {
  const file = join(temporaryFolder(), 'billing.db');
  await prepareFile(file, ROUNDS);
  const clock = manualClock(NOW);
  const billing = createEmbedded({ file, clock, lockTimeoutMs });
  onTestFinished(() => billing.close());
  return { billing, file, clock };
}

describe('calls at once in one process', () => {
  it('count each event once, however often it is sent', async () => {
    const { billing } = await openPrepared();
    const before = (await allEvents(billing)).length;
    const batches = Array.from({ length: 12 }, (_, index) => batchEvents(500 + (index % 4), NOW));
    const results = await Promise.all(batches.map((events) => billing.usage.record({ events })));
    const distinct = batches.slice(0, 4).flat().length;
    expect(results.reduce((sum, { recorded }) => sum + recorded, 0)).toBe(distinct);
    expect(results.reduce((sum, { duplicates }) => sum + duplicates, 0)).toBe(2 * distinct);
    expect(await allEvents(billing)).toHaveLength(before + distinct);
    expect(billing.audit()).toEqual([]);
  });

  it('bill each period once, in whatever order the clock is moved', async () => {
    const { billing, clock } = await openPrepared();
    const moments = ['2026-03-10T12:00:00Z', '2026-05-02T12:00:00Z', '2026-03-25T12:00:00Z'];
    await Promise.all(moments.map((moment) => billing.advanceTo(moment)));
    const until = toEpochMs('2026-05-02T12:00:00Z');
    expect(clock.now()).toBe(until);
    const invoices = await allInvoices(billing);
    expect(billing.audit()).toEqual([]);
    expect(new FinalInvoices().violations(invoices)).toEqual([]);
    expect(
      usageViolations(invoices, await allEvents(billing), { atLeast: until, atMost: until }),
    ).toEqual([]);
  });

  it('do what is keyed once, and give every one of them its result', async () => {
    const { billing } = await openPrepared();
    const input = {
      customerKey: 'globex',
      currency: 'USD',
      items: [{ name: 'Once', unitAmount: '3.00' }],
    };
    const made = await Promise.all(
      Array.from({ length: 8 }, () => billing.invoices.create(input, { idempotencyKey: 'once' })),
    );
    expect(new Set(made.map(({ id }) => id)).size).toBe(1);
  });
});

describe('two engines on one file in one process', () => {
  it('come to what one alone comes to, when they take turns', async () => {
    const file = join(temporaryFolder(), 'billing.db');
    const opened = [0, 1].map(() => {
      const clock = manualClock(START);
      return { clock, billing: createEmbedded({ file, clock }) };
    });
    const alone = createEmbedded({ clock: manualClock(START) });
    for (let step = 0; step < stepsOf(4); step += 1) {
      const turn = opened[step % 2] as (typeof opened)[number];
      await runStep(turn.billing, step);
      await runStep(alone, step);
      const now = Math.max(...opened.map(({ clock }) => clock.now()));
      for (const { clock } of opened) clock.moveTo(now);
    }
    const [one, other] = opened.map(({ billing }) => picture(billing));
    expect(await one).toEqual(await other);
    expect(await one).toEqual(await picture(alone));
    for (const billing of [alone, ...opened.map((engine) => engine.billing)]) await billing.close();
  });
});

describe('an engine that was closed', () => {
  const CLOSED = { name: 'BillingError', code: 'configuration' };

  it('refuses every call', async () => {
    const { billing } = await openPrepared();
    await billing.close();
    await expect(billing.advanceTo('2027-01-01T00:00:00Z')).rejects.toMatchObject(CLOSED);
    await expect(billing.usage.record({ events: batchEvents(9, NOW) })).rejects.toMatchObject(
      CLOSED,
    );
    expect(() => billing.audit()).toThrow(expect.objectContaining(CLOSED));
  });

  it('refuses calls that were still waiting for another process, and records nothing', async () => {
    const { billing, file } = await openPrepared();
    const before = (await allEvents(billing)).length;
    const holder = new StartedProcess('lock-holder.ts', file);
    onTestFinished(() => holder.kill());
    await holder.answer();
    const waiting = billing.usage.record({ events: batchEvents(9, NOW) });
    const refused = expect(waiting).rejects.toMatchObject(CLOSED);
    await billing.close();
    await refused;
    await holder.finish();
    const again = createEmbedded({ file, clock: manualClock(NOW) });
    onTestFinished(() => again.close());
    expect(await allEvents(again)).toHaveLength(before);
  });
});
