import type { Dataset } from '../bill/bill-file.ts';
import type { ExpectedBill } from '../bill/expected-bill.ts';
import { usageFacts } from '../usage/usage-facts.ts';
import type { UsageFile } from '../usage/usage-file.ts';
import type { BilledBill } from './billed-bill.ts';
import { compareFees } from './compare-fees.ts';
import { type Comparison, compareFields, compareValues, together } from './compare-values.ts';

type ExpectedPeriod = NonNullable<ExpectedBill['billing_period']>;
type ExpectedInvoice = NonNullable<ExpectedBill['invoice']>;

const NONE: Comparison = { compared: 0, differences: [] };

/** Bills write whole seconds: `23:59:59` and `23:59:59.999` end the same period. */
function toSecond(moment: string | undefined): string | undefined {
  return moment === undefined
    ? undefined
    : new Date(Math.floor(Date.parse(moment) / 1000) * 1000).toISOString();
}

const toMillisecond = (moment: string | undefined) =>
  moment === undefined ? undefined : new Date(Date.parse(moment)).toISOString();

function comparePeriod(expected: ExpectedPeriod, got: BilledBill['billing_periods']): Comparison {
  const wanted = {
    from: toMillisecond(expected.from),
    to: toSecond(expected.to),
    charges_from: toMillisecond(expected.charges_from),
    charges_to: toSecond(expected.charges_to),
    duration_days: expected.duration_days,
  };
  const candidates = (got.length === 0 ? [{}] : got).map((period) =>
    compareFields(wanted, period, 'billing_period'),
  );
  return candidates.reduce((best, each) =>
    each.differences.length < best.differences.length ? each : best,
  );
}

/** Credits that were used and that the bill does not list. */
function unlisted(expected: ExpectedInvoice, got: BilledBill['invoice']): Comparison {
  const lists = ['coupons', 'credit_notes', 'wallets'] as const;
  const used = lists.flatMap((list) =>
    (expected[list] === undefined ? [] : got[list])
      .filter(({ id, amount_cents }) => amount_cents !== 0n && !has(expected[list], id))
      .map(({ id, amount_cents }) => ({
        path: `invoice.${list}.${id}`,
        expected: 'nothing',
        got: String(amount_cents),
      })),
  );
  return { compared: 0, differences: used };
}

const has = (list: readonly { id: string }[] | undefined, wanted: string) =>
  (list ?? []).some(({ id }) => id === wanted);

/** Compares what was billed with what another program expects, line by line. */
export function compareBill(expected: ExpectedBill, got: BilledBill): Comparison {
  const { billing_period: period, fees, invoice } = expected;
  return together([
    period === undefined ? NONE : comparePeriod(period, got.billing_periods),
    fees === undefined ? NONE : compareFees(fees, got.fees),
    compareValues(invoice, got.invoice, 'invoice'),
    invoice === undefined ? NONE : unlisted(invoice, got.invoice),
  ]);
}

/** Compares a usage file with the facts that a bill states about it. */
export function compareDataset(dataset: Partial<Dataset>, file: UsageFile): Comparison {
  const { bytes, sha256, rows, first_timestamp, last_timestamp, distinct_timestamps } = dataset;
  const wanted = {
    ...{ bytes, sha256, rows, distinct_timestamps },
    first_timestamp: toMillisecond(first_timestamp),
    last_timestamp: toMillisecond(last_timestamp),
    sums: dataset.sums,
    max: dataset.max,
    windows: dataset.windows,
  };
  return compareFields(wanted, usageFacts(file, dataset), 'dataset');
}
