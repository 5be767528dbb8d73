import { minorUnits, type UsageThreshold } from '@billport/core';
import { progressiveInvoice, type UsageThresholds } from '@billport/rating';
import type { Engine } from '../engine.ts';
import { issueInvoice } from '../invoicing/issue-invoice.ts';
import {
  billedProgressively,
  progressiveCredits,
  progressiveInvoicesOf,
} from '../invoicing/progressive-credits.ts';
import type { Stay } from '../subscriptions/stays.ts';
import { chargeLines } from './charge-lines.ts';
import type { FeeLine } from './fee-line.ts';
import { planOf } from './plan-of.ts';
import { toPeriod } from './stay-period.ts';

const sum = (amounts: readonly bigint[]) => amounts.reduce((total, amount) => total + amount, 0n);

function ratedThresholds(thresholds: readonly UsageThreshold[]): UsageThresholds {
  const recurring = thresholds.find((threshold) => threshold.recurring);
  return {
    fixed: thresholds
      .filter((threshold) => !threshold.recurring)
      .map(({ amount }) => minorUnits(amount)),
    ...(recurring === undefined ? {} : { recurring: minorUnits(recurring.amount) }),
  };
}

/** Usage on the invoices of earlier periods: charges only, before tax; minor units. */
function invoicedUsage(engine: Engine, stay: Stay): bigint {
  return sum(
    engine.invoices
      .all({ subscriptionKey: stay.subscriptionKey, type: 'subscription' })
      .filter(({ status }) => status !== 'voided')
      .flatMap(({ body }) => body.fees)
      .filter((fee) => fee.type === 'charge' && fee.subscriptionKey === stay.subscriptionKey)
      .map(({ amount }) => minorUnits(amount)),
  );
}

/** Bills the usage of the open window early, when it has reached a threshold (§13). */
export function billThresholds(engine: Engine, stay: Stay, at: number): void {
  const plan = planOf(engine, stay);
  const thresholds = stay.data.usageThresholds ?? plan.usageThresholds ?? [];
  const open = stay.data.openUsage;
  if (thresholds.length === 0 || open === undefined) return;
  // A minimum is due when its period ends: it is no usage yet.
  const lines: FeeLine[] = chargeLines(engine, stay, plan, open, at).filter(
    ({ trueUpOf }) => trueUpOf === undefined,
  );
  const early = progressiveInvoicesOf(engine, stay.seq, open.from);
  const due = progressiveInvoice(ratedThresholds(thresholds), {
    invoiced: invoicedUsage(engine, stay),
    current: sum(lines.map(({ amount }) => minorUnits(amount))),
    progressivelyBilled: sum(early.map(billedProgressively)),
  });
  if (due === undefined) return;
  issueInvoice(
    engine,
    {
      customerKey: stay.customerKey,
      type: 'progressive_billing',
      currency: plan.price.currency,
      lines,
      periods: [
        {
          subscriptionKey: stay.subscriptionKey,
          planCode: stay.planCode,
          chargesPeriod: toPeriod(open),
        },
      ],
      progressive: progressiveCredits(engine, lines, [{ stay: stay.seq, period: open.from }]),
      state: { progressiveOf: { stay: stay.seq, period: open.from } },
    },
    at,
  );
}
