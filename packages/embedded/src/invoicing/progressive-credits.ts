import { Decimal, minorUnits, moneyFromMinor } from '@billport/core';
import { settleProgressive, shareProgressiveCredit } from '@billport/rating';
import type { FeeLine } from '../billing/fee-line.ts';
import type { Engine } from '../engine.ts';
import type { InvoiceBody, InvoiceRecord } from './invoice-record.ts';

/** What invoices inside a usage window have billed of it, and what follows for its own invoice. */
export interface ProgressiveCredits {
  /** For each line that is credited, by its id, minor units. */
  readonly shares: ReadonlyMap<string, Decimal>;
  /** What each earlier invoice gives. */
  readonly sources: InvoiceBody['progressiveCredits'];
  /** Billed too much, to be given back by credit notes; by invoice, minor units. */
  readonly excess: readonly { readonly invoice: InvoiceRecord; readonly amountMinor: bigint }[];
}

/** Invoices that billed a usage window early, oldest first. */
export function progressiveInvoicesOf(
  engine: Engine,
  stay: number,
  period: number,
): InvoiceRecord[] {
  const { subscriptionKey } = engine.stays.bySeq(stay);
  return engine.invoices
    .all({ subscriptionKey, type: 'progressive_billing' })
    .filter(
      ({ status, state }) =>
        status !== 'voided' &&
        state.progressiveOf?.stay === stay &&
        state.progressiveOf.period === period,
    );
}

/** What a progressive invoice billed: its fees less what it credited itself, before tax. */
export function billedProgressively(invoice: InvoiceRecord): bigint {
  const { fees, progressiveCredits } = invoice.body.totals;
  return minorUnits(fees) - minorUnits(progressiveCredits);
}

/** Credits of one stay's usage lines. */
function creditsOf(
  engine: Engine,
  lines: readonly FeeLine[],
  stay: number,
  period: number,
): ProgressiveCredits {
  const invoices = progressiveInvoicesOf(engine, stay, period);
  const usage = lines.filter(
    (line) => line.type === 'charge' && line.stay === stay && line.timing === 'arrears',
  );
  const amounts = usage.map(({ amount }) => minorUnits(amount));
  const billed = invoices.map(billedProgressively);
  const { creditMinor } = settleProgressive(sum(amounts), sum(billed));
  const shares = shareProgressiveCredit(creditMinor, amounts);
  const currency = usage[0]?.amount.currency ?? invoices[0]?.body.currency ?? '';

  let left = creditMinor;
  const sources: InvoiceBody['progressiveCredits'] = [];
  const excess: { invoice: InvoiceRecord; amountMinor: bigint }[] = [];
  for (const [index, invoice] of invoices.entries()) {
    const amount = billed[index] ?? 0n;
    const used = amount < left ? amount : left;
    left -= used;
    if (used > 0n) sources.push({ invoiceId: invoice.id, amount: moneyFromMinor(used, currency) });
    if (amount > used) excess.push({ invoice, amountMinor: amount - used });
  }
  const byLine = usage.map(
    (line, index) => [line.id, shares[index] ?? Decimal.fromInteger(0)] as const,
  );
  return { shares: new Map(byLine), sources, excess };
}

function sum(amounts: readonly bigint[]): bigint {
  return amounts.reduce((total, amount) => total + amount, 0n);
}

/**
 * Credits, before tax, for usage that was billed inside its window (`facts/rating.md §13`).
 * @param windows Stays and the first instants of their usage windows that the lines bill.
 */
export function progressiveCredits(
  engine: Engine,
  lines: readonly FeeLine[],
  windows: readonly { stay: number; period: number }[],
): ProgressiveCredits {
  const all = windows.map(({ stay, period }) => creditsOf(engine, lines, stay, period));
  return {
    shares: new Map(all.flatMap(({ shares }) => [...shares])),
    sources: all.flatMap(({ sources }) => sources),
    excess: all.flatMap(({ excess }) => excess),
  };
}
