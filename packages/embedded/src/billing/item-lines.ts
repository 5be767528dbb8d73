import type { Engine } from '../engine.ts';
import { baseLine } from './base-line.ts';
import type { BillingItem } from './billing-item.ts';
import { chargeLines } from './charge-lines.ts';
import { commitmentLine } from './commitment-line.ts';
import type { FeeLine } from './fee-line.ts';
import { planOf } from './plan-of.ts';

/** The lines of what is billed of one stay (`facts/rating.md §1`, step 1). */
export function itemLines(
  engine: Engine,
  item: BillingItem,
  invoiceId: string,
  at: number,
): FeeLine[] {
  const stay = engine.stays.bySeq(item.stay);
  const plan = planOf(engine, stay);
  const lines = [
    ...(item.base === undefined ? [] : [baseLine(engine, stay, plan, item.base, at)]),
    ...(item.charges === undefined ? [] : chargeLines(engine, stay, plan, item.charges, at)),
    ...(item.lines ?? []),
  ];
  if (item.commitment === undefined) return lines;
  const commitment = commitmentLine(
    engine,
    stay,
    plan,
    item.commitment,
    { id: invoiceId, lines },
    at,
  );
  return commitment === undefined ? lines : [...lines, commitment];
}
