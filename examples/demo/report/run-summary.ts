import type { Ingested } from '../run/ingest.ts';
import { quantityText } from './number-text.ts';

const whole = (number: number) => quantityText(String(Math.round(number)));

function secondsText(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(2)} s`;
}

/** What was recorded and how long it took. */
export function runSummary(
  { rows, recorded, duplicates, rejected, firstRejection }: Ingested,
  took: { readonly ingest: number; readonly billing: number },
): string {
  const perSecond = (recorded / Math.max(took.ingest, 1)) * 1000;
  const parts = [
    `${whole(rows)} rows, ${whole(recorded)} events recorded in ${secondsText(took.ingest)} (${whole(perSecond)} a second), billed in ${secondsText(took.billing)}.`,
  ];
  if (duplicates > 0) parts.push(`${whole(duplicates)} events came twice and count once.`);
  if (rejected > 0) parts.push(`${whole(rejected)} events were refused, first ${firstRejection}`);
  return parts.join('\n');
}
