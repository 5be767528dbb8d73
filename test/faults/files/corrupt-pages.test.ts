import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { manualClock } from '@billport/core';
import { createEmbedded, type EmbeddedBilling } from '@billport/embedded';
import { describe, expect, it, onTestFinished } from 'vitest';
import { batchEvents } from '../workload/batch.ts';
import { prepareFile, timeAfter } from '../workload/prepared-file.ts';
import { temporaryFolder } from '../workload/temporary-folder.ts';

const ROUNDS = 3;
const NOW = timeAfter(ROUNDS);

/** Where the first page of a table begins, and how long a page is. */
function firstPageOf(file: string, table: string) {
  const connection = new DatabaseSync(file);
  const row = connection.prepare('SELECT rootpage FROM sqlite_schema WHERE name = ?').get(table);
  const size = Number(connection.prepare('PRAGMA page_size').get()?.page_size);
  connection.close();
  return { offset: (Number(row?.rootpage) - 1) * size, size };
}

/** A file with the workload in which one page of a table holds nothing that makes sense. */
async function openWithCorrupt(table: string) {
  const file = join(temporaryFolder(), 'billing.db');
  await prepareFile(file, ROUNDS);
  const { offset, size } = firstPageOf(file, table);
  const content = readFileSync(file);
  content.fill(0xff, offset, offset + size);
  writeFileSync(file, content);
  const billing = createEmbedded({ file, clock: manualClock(NOW) });
  onTestFinished(() => billing.close());
  return { billing, file, content };
}

type Call = (billing: EmbeddedBilling) => unknown;

const record: Call = (billing) => billing.usage.record({ events: batchEvents(100, NOW) });

const CASES: readonly [table: string, name: string, call: Call][] = [
  ['invoices', 'invoices.list', (billing) => billing.invoices.list({})],
  ['invoices', 'audit', (billing) => billing.audit()],
  ['invoices', 'advanceTo', (billing) => billing.advanceTo('2027-01-01T00:00:00Z')],
  ['events', 'usage.record', record],
  ['events_by_id', 'usage.record', record],
  ['events', 'usage.listEvents', (billing) => billing.usage.listEvents({})],
  ['aggregates', 'usage.record', record],
  ['jobs', 'advanceTo', (billing) => billing.advanceTo('2027-01-01T00:00:00Z')],
  ['jobs', 'usage.record', record],
  ['counters', 'usage.record', record],
  [
    'subscriptions',
    'usage.current',
    (billing) => billing.usage.current({ subscriptionKey: 'acme-monthly' }),
  ],
  [
    'plans',
    'invoices.preview',
    (billing) => billing.invoices.preview({ of: 'subscription', subscriptionKey: 'acme-monthly' }),
  ],
];

describe('a corrupt page', () => {
  it.each(CASES)('of %s makes %s fail as `configuration`', async (_table, _name, call) => {
    const { billing, file, content } = await openWithCorrupt(_table);
    const error: unknown = await Promise.resolve()
      .then(() => call(billing))
      .then(
        () => undefined,
        (failure: unknown) => failure,
      );
    expect(error).toMatchObject({
      name: 'BillingError',
      code: 'configuration',
      message: expect.stringMatching(/corrupt.*backup/),
    });
    // No invoice was made out of what could not be read, and no page was written.
    expect(readFileSync(file).equals(content)).toBe(true);
  });

  it('of one table leaves the others in use', async () => {
    const { billing } = await openWithCorrupt('events');
    expect((await billing.invoices.list({})).items.length).toBeGreaterThan(0);
    expect(await billing.customers.upsert({ customerKey: 'acme', name: 'New' })).toMatchObject({
      name: 'New',
    });
  });
});
