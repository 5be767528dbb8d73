import type { ChargeUsage, UsageSummary } from '@billport/core';
import type { Fact } from '../answer.ts';
import { shortMatch, shortMoney, shortPeriod } from './short.ts';
import { whole } from './whole.ts';

function shownCharge(usage: ChargeUsage): Fact {
  const { chargeCode, metric, model, units, eventsCount, amount } = usage;
  return {
    chargeCode,
    metric: metric === chargeCode ? undefined : metric,
    model,
    filter: shortMatch(usage.filter),
    group: shortMatch(usage.group),
    units,
    eventsCount,
    amount: shortMoney(amount),
  };
}

/** Usage of a period: a row for each charge and the sum, or all of it. */
export function shownUsageSummary(usage: UsageSummary, detailed: boolean): Fact {
  if (detailed) return whole(usage);
  const { subscriptionKey, customerKey, planCode, period, charges, amount, taxAmount } = usage;
  return {
    subscriptionKey,
    customerKey,
    planCode,
    period: shortPeriod(period),
    amount: shortMoney(amount),
    taxAmount: taxAmount && shortMoney(taxAmount),
    invoiceId: usage.invoiceId,
    charges: charges.map(shownCharge),
  };
}
