import type { BillRun } from '../run/run-bill.ts';
import { quantityText } from './number-text.ts';

const whole = (number: number) => quantityText(String(Math.round(number)));

function secondsText(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(2)} s`;
}

/** What was recorded and how long it took. */
export function runSummary({ ingested, took, otherInvoices }: BillRun): string {
  const { rows, recorded, duplicates, rejected, firstRejection } = ingested;
  const perSecond = (recorded / Math.max(took.ingest, 1)) * 1000;
  const lines = [
    `${whole(rows)} rows, ${whole(recorded)} events recorded in ${secondsText(took.ingest)} (${whole(perSecond)} a second), billed in ${secondsText(took.billing)}.`,
  ];
  if (duplicates > 0) lines.push(`${whole(duplicates)} events came twice and count once.`);
  if (rejected > 0)
    lines.push(`${whole(rejected)} events were refused, the first ${firstRejection}`);
  if (otherInvoices > 0) {
    lines.push(
      `${whole(otherInvoices)} other invoices of the subscription: earlier periods, and what is billed in advance.`,
    );
  }
  return lines.join('\n');
}
