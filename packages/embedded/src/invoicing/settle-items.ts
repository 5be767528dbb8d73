import type { BillingItem } from '../billing/billing-item.ts';
import type { FeeLine } from '../billing/fee-line.ts';
import { itemLines } from '../billing/item-lines.ts';
import { planOf } from '../billing/plan-of.ts';
import { toPeriod } from '../billing/stay-period.ts';
import type { Engine } from '../engine.ts';
import type { InvoiceBody, InvoiceRecord } from './invoice-record.ts';
import { type ProgressiveCredits, progressiveCredits } from './progressive-credits.ts';
import { type Settlement, settle } from './settle.ts';

/** What each stay is billed for. */
function periodsOf(engine: Engine, items: readonly BillingItem[]): InvoiceBody['periods'] {
  return items.map(({ stay: seq, base, charges }) => {
    const stay = engine.stays.bySeq(seq);
    return {
      subscriptionKey: stay.subscriptionKey,
      planCode: stay.planCode,
      ...(base === undefined ? {} : { period: toPeriod(base) }),
      ...(charges === undefined ? {} : { chargesPeriod: toPeriod(charges) }),
    };
  });
}

/** An invoice that was computed from its items. */
export interface SettledItems {
  readonly settlement: Settlement;
  readonly progressive: ProgressiveCredits;
}

/**
 * Computes the invoice over some items; changes nothing but the ids that are given.
 * @returns undefined when there is nothing to put on it, unless an empty one is asked for.
 */
export function settleItems(
  engine: Engine,
  invoice: Pick<InvoiceRecord, 'id' | 'customerKey'>,
  items: readonly BillingItem[],
  options: { draft: boolean; at: number; keepEmpty?: boolean },
): SettledItems | undefined {
  const lines = items.flatMap((item) => itemLines(engine, item, invoice.id, options.at));
  const windows = items.flatMap(({ stay, charges }) =>
    charges === undefined ? [] : [{ stay, period: charges.from }],
  );
  const progressive = progressiveCredits(engine, lines, windows);
  const empty = lines.length === 0 && progressive.excess.length === 0;
  if (empty && !options.keepEmpty) return undefined;
  const settlement = settle(engine, {
    kind: 'subscription',
    invoiceId: invoice.id,
    customerKey: invoice.customerKey,
    currency: currencyOf(engine, items, lines),
    lines,
    progressive,
    draft: options.draft,
    periods: periodsOf(engine, items),
    at: options.at,
  });
  return { settlement, progressive };
}

function currencyOf(
  engine: Engine,
  items: readonly BillingItem[],
  lines: readonly FeeLine[],
): string {
  const first = lines[0];
  if (first !== undefined) return first.amount.currency;
  const stay = engine.stays.bySeq((items[0] as BillingItem).stay);
  return planOf(engine, stay).price.currency;
}
