import { join } from 'node:path';
import { type BillingError, manualClock } from '@billport/core';
import { createEmbedded, type EmbeddedBilling } from '@billport/embedded';
import { describe, expect, it, onTestFinished } from 'vitest';
import { batchEvents } from '../workload/batch.ts';
import { PREPARATIONS, START } from '../workload/catalogue.ts';
import { allEvents } from '../workload/picture.ts';
import { runStep, stepAt } from '../workload/steps.ts';
import { temporaryFolder } from '../workload/temporary-folder.ts';
import { StartedProcess } from './started-process.ts';

/** After all preparations and the first advance. */
const { at } = stepAt(PREPARATIONS.length);
const events = batchEvents(1, at);

/** A prepared file, opened with this patience, whose write lock another process then takes. */
async function lockedFile(lockTimeoutMs?: number) {
  const file = join(temporaryFolder(), 'billing.db');
  const billing = createEmbedded({
    file,
    clock: manualClock(START),
    ...(lockTimeoutMs === undefined ? {} : { lockTimeoutMs }),
  });
  onTestFinished(() => billing.close());
  for (let step = 0; step <= PREPARATIONS.length; step += 1) await runStep(billing, step);
  const holder = new StartedProcess('lock-holder.ts', file);
  onTestFinished(() => holder.kill());
  expect(await holder.answer()).toBe('locked');
  return { billing, holder, file };
}

const errorOf = (call: Promise<unknown>) =>
  call.then(
    () => {
      throw new Error('The call was answered.');
    },
    (error: BillingError) => error,
  );

/** What callers see of the file while another process has the lock. */
const stored = async (billing: EmbeddedBilling) => ({
  events: await allEvents(billing),
  usage: await billing.usage.current({ subscriptionKey: 'acme-monthly' }),
});

describe('waiting for another process', () => {
  it('lets the event loop turn all the while', async () => {
    const { billing, holder } = await lockedFile();
    let answered = false;
    const recording = billing.usage.record({ events }).then((result) => {
      answered = true;
      return result;
    });
    // The loop itself ends the wait: were it frozen, the lock would never be released.
    const ticksWhileWaiting = await new Promise<number>((resolve) => {
      let ticks = 0;
      const timer = setInterval(() => {
        if (!answered) ticks += 1;
        if (!answered && ticks < 20) return;
        clearInterval(timer);
        resolve(ticks);
      }, 25);
    });
    expect(answered).toBe(false);
    expect(ticksWhileWaiting).toBe(20);
    await holder.finish();
    expect(await recording).toMatchObject({ recorded: events.length });
  });

  it('still answers reads', async () => {
    const { billing } = await lockedFile();
    expect(await billing.usage.current({ subscriptionKey: 'acme-monthly' })).toMatchObject({
      amount: { amount: '0.00' },
    });
  });

  it('gives up with `unavailable` after the lock timeout, and has changed nothing', async () => {
    const { billing, holder } = await lockedFile(100);
    const before = await stored(billing);
    const error = await errorOf(billing.usage.record({ events }));
    expect(error).toMatchObject({ code: 'unavailable', retryable: true });
    expect(error.message).toContain('locked by another process');
    expect(await stored(billing)).toEqual(before);
    await holder.finish();
    expect(await billing.usage.record({ events })).toMatchObject({ recorded: events.length });
  });

  it('gives up with `timeout` when the call has less time, and records nothing later', async () => {
    const { billing, holder } = await lockedFile();
    const error = await errorOf(billing.usage.record({ events }, { timeoutMs: 50 }));
    expect(error).toMatchObject({ code: 'timeout' });
    await holder.finish();
    // A write that comes after it: had the first gone on waiting, it would stand before this one.
    expect(await billing.usage.record({ events: [batchEvents(2, at)[0] as never] })).toMatchObject({
      recorded: 1,
    });
    expect(await allEvents(billing)).toHaveLength(1);
  });

  it('advances no further while it cannot write, and catches up afterwards', async () => {
    const { billing, holder } = await lockedFile(100);
    const error = await errorOf(billing.advanceTo('2026-03-01T00:00:00Z'));
    expect(error).toMatchObject({ code: 'unavailable' });
    const { items } = await billing.invoices.list({ customerKey: 'acme' });
    expect(items).toHaveLength(1);
    await holder.finish();
    await billing.advanceTo('2026-03-01T00:00:00Z');
    expect(billing.audit()).toEqual([]);
    expect((await billing.invoices.list({ customerKey: 'acme' })).items.length).toBeGreaterThan(8);
  });

  it('refuses to open a file that stays locked', async () => {
    const { file } = await lockedFile();
    expect(() => createEmbedded({ file, lockTimeoutMs: 100 })).toThrow(
      expect.objectContaining({ code: 'unavailable' }),
    );
  });
});
