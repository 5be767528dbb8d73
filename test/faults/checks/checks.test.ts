import { join } from 'node:path';
import { type Invoice, manualClock, toEpochMs, type UsageEvent } from '@billport/core';
import { createEmbedded } from '@billport/embedded';
import { describe, expect, it, onTestFinished } from 'vitest';
import { batchEvents } from '../workload/batch.ts';
import { START } from '../workload/catalogue.ts';
import { allEvents, allInvoices } from '../workload/picture.ts';
import { prepareFile, timeAfter } from '../workload/prepared-file.ts';
import { temporaryFolder } from '../workload/temporary-folder.ts';
import { eventViolations } from './event-violations.ts';
import { expectedPeriods } from './expected-periods.ts';
import { FinalInvoices } from './final-invoices.ts';
import { usageViolations } from './usage-violations.ts';

const ROUNDS = 5;
const NOW = toEpochMs(timeAfter(ROUNDS));
const until = { atLeast: NOW, atMost: NOW };

/** Events and invoices of a file on which the workload ran undisturbed. */
async function sound() {
  const file = join(temporaryFolder(), 'billing.db');
  await prepareFile(file, ROUNDS);
  const billing = createEmbedded({ file, clock: manualClock(NOW) });
  onTestFinished(() => billing.close());
  return { events: await allEvents(billing), invoices: await allInvoices(billing) };
}

/** A period in the middle of what the weekly subscription was billed. */
const billsAWeek = ({ type, periods }: Invoice) =>
  type === 'subscription' &&
  periods.some(({ subscriptionKey, chargesPeriod }) => {
    return subscriptionKey === 'acme-weekly' && chargesPeriod?.from === '2026-01-26T00:00:00.000Z';
  });

describe('the check of events', () => {
  const answered = batchEvents(1, timeAfter(1));
  const broken = batchEvents(2, timeAfter(1));
  const stored = [...answered, ...broken] as UsageEvent[];

  it('takes what was answered, with or without the batch under way', () => {
    expect(eventViolations(stored, answered, broken)).toEqual([]);
    expect(eventViolations(answered as UsageEvent[], answered, broken)).toEqual([]);
  });

  it.each<[string, UsageEvent[]]>([
    ['is missing', stored.slice(1)],
    ['stands twice', [...stored, ...stored.slice(0, 1)]],
    ['is half there', stored.slice(0, -1)],
    ['came from nowhere', [...stored, ...(batchEvents(3, timeAfter(1)) as UsageEvent[])]],
    ['has other content', [{ ...stored[0], timestamp: START } as UsageEvent, ...stored.slice(1)]],
  ])('finds what %s', (_name, events) => {
    expect(eventViolations(events, answered, broken)).not.toEqual([]);
  });
});

describe('the check of usage', () => {
  it('takes a sound file', async () => {
    const { events, invoices } = await sound();
    expect(usageViolations(invoices, events, until)).toEqual([]);
  });

  it('finds a period that was left out, billed twice, or billed too early', async () => {
    const { events, invoices } = await sound();
    const week = invoices.findIndex(billsAWeek);
    expect(week).toBeGreaterThan(0);
    const without = invoices.toSpliced(week, 1);
    const twice = [...invoices, invoices[week] as Invoice];
    const early = { atLeast: toEpochMs(START), atMost: toEpochMs(START) };
    expect(usageViolations(without, events, until).join()).toContain('acme-weekly: periods');
    expect(usageViolations(twice, events, until).join()).toContain('acme-weekly: periods');
    expect(usageViolations(invoices, events, early).join()).toContain('acme-weekly: periods');
  });

  it('finds units that are not those of the events', async () => {
    const { events, invoices } = await sound();
    for (const metric of ['tokens', 'requests', 'storage']) {
      const lost = events.findIndex(
        (event) => event.metric === metric && event.subscriptionKey === 'acme-monthly',
      );
      expect(usageViolations(invoices, events.toSpliced(lost, 1), until).join()).toContain(
        `acme-monthly ${metric}`,
      );
    }
  });

  it('finds an event in advance that was billed twice or not at all', async () => {
    const { events, invoices } = await sound();
    const billed = invoices.findIndex(({ type }) => type === 'advance_charges');
    for (const wrong of [
      invoices.toSpliced(billed, 1),
      [...invoices, invoices[billed] as Invoice],
    ]) {
      expect(usageViolations(wrong, events, until).join()).toContain('in advance');
    }
  });
});

describe('the check of final invoices', () => {
  it('takes the same invoices again, and new ones', async () => {
    const { invoices } = await sound();
    const finals = new FinalInvoices();
    const first = invoices.filter(({ number = 'none' }) => number <= 'INV-000003');
    expect(first).toHaveLength(3);
    expect(finals.violations(first)).toEqual([]);
    expect(finals.violations(invoices)).toEqual([]);
    expect(finals.violations(invoices)).toEqual([]);
    expect(finals.count).toBe(invoices.filter(({ status }) => status === 'finalized').length);
  });

  it('finds one that changed, one that is gone, and a gap in the numbers', async () => {
    const { invoices } = await sound();
    const finals = new FinalInvoices();
    finals.violations(invoices);
    const [first, ...others] = invoices.filter(({ status }) => status === 'finalized');
    expect(finals.violations([{ ...first, fees: [] } as unknown as Invoice, ...others])).toEqual([
      `final invoice ${first?.id} is not what it was`,
    ]);
    const gone = finals.violations(others);
    expect(gone[0]).toContain('is not what it was');
    expect(gone.join()).toContain('invoice numbers');
  });
});

describe('expected periods', () => {
  const periods = (interval: 'weekly' | 'monthly', to: string) =>
    expectedPeriods(interval, toEpochMs(START), toEpochMs(to)).map((period) => [
      new Date(period.from).toISOString().slice(0, 10),
      new Date(period.to).toISOString().slice(0, 10),
    ]);

  it('are weeks from Monday and months from their first day, after the start', () => {
    expect(periods('weekly', '2026-01-25T23:59:59Z')).toEqual([
      ['2026-01-05', '2026-01-12'],
      ['2026-01-12', '2026-01-19'],
    ]);
    expect(periods('monthly', '2026-03-01T00:00:00Z')).toEqual([
      ['2026-01-05', '2026-02-01'],
      ['2026-02-01', '2026-03-01'],
    ]);
    expect(periods('monthly', '2026-01-31T00:00:00Z')).toEqual([]);
  });
});
