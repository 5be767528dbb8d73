import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { manualClock } from '@billport/core';
import { createEmbedded } from '@billport/embedded';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { pictureViolations } from '../checks/picture-violations.ts';
import { START } from '../workload/catalogue.ts';
import { picture } from '../workload/picture.ts';
import { prepareFile, stepsOf, timeAfter } from '../workload/prepared-file.ts';
import { runStep } from '../workload/steps.ts';
import { temporaryFolder } from '../workload/temporary-folder.ts';

const ROUNDS = 3;

/**
 * Opens a prepared file together with the connection behind it. SQLite bounds the pages of one
 * connection, and beyond the bound acts exactly as on a full disk.
 */
async function openWithConnection() {
  const file = join(temporaryFolder(), 'billing.db');
  await prepareFile(file, ROUNDS);
  const connections = new Set<DatabaseSync>();
  const spy = vi.spyOn(DatabaseSync.prototype, 'exec').mockImplementation(function (
    this: DatabaseSync,
    sql: string,
  ) {
    connections.add(this);
    this.prepare(sql).run();
  });
  const billing = createEmbedded({ file, clock: manualClock(timeAfter(ROUNDS)) });
  spy.mockRestore();
  onTestFinished(() => billing.close());
  const [connection] = connections;
  if (connection === undefined || connections.size > 1) throw new Error('Which connection?');
  const pages = () => Number(connection.prepare('PRAGMA page_count').get()?.page_count);
  const limit = (count: number) => connection.exec(`PRAGMA max_page_count = ${count}`);
  return { billing, pages, limit };
}

/** A file on which the same steps were run with room enough. */
async function undisturbed(steps: number) {
  const billing = createEmbedded({ clock: manualClock(START) });
  onTestFinished(() => billing.close());
  for (let step = 0; step < steps; step += 1) await runStep(billing, step);
  return picture(billing);
}

const FULL = {
  name: 'BillingError',
  code: 'unavailable',
  retryable: true,
  message: expect.stringMatching(/disk is full. Nothing was changed; free some space/),
};

/** Some kilobytes of usage. */
const bigBatch = {
  events: Array.from({ length: 400 }, (_, index) => ({
    id: `big-${index}`,
    subscriptionKey: 'acme-monthly',
    metric: 'tokens',
    timestamp: timeAfter(ROUNDS),
    properties: { tokens: '3', note: 'x'.repeat(200) },
  })),
};

describe('a full disk', () => {
  it('refuses usage as `unavailable`, changes nothing, and takes it when there is room', async () => {
    const { billing, pages, limit } = await openWithConnection();
    const before = await picture(billing);
    limit(pages());
    await expect(billing.usage.record(bigBatch)).rejects.toMatchObject(FULL);
    expect(await picture(billing)).toEqual(before);
    expect(billing.audit()).toEqual([]);
    limit(1_000_000);
    expect(await billing.usage.record(bigBatch)).toMatchObject({ recorded: 400 });
    expect(billing.audit()).toEqual([]);
  });

  it('that fills up anywhere within billing leaves what a disk with room would have', async () => {
    const { billing, pages, limit } = await openWithConnection();
    const last = stepsOf(ROUNDS + 4);
    let refused = 0;
    for (let step = stepsOf(ROUNDS); step < last; step += 1) {
      // A page more each time: every attempt breaks off a little later.
      for (let room = 0; ; room += 1) {
        limit(pages() + room);
        const error: unknown = await runStep(billing, step).then(
          () => undefined,
          (failure: unknown) => failure,
        );
        if (error === undefined) break;
        expect(error).toMatchObject(FULL);
        expect(billing.audit()).toEqual([]);
        refused += 1;
      }
    }
    expect(refused).toBeGreaterThan(5);
    expect(billing.audit()).toEqual([]);
    expect(pictureViolations(await picture(billing), await undisturbed(last))).toEqual([]);
  });
});
