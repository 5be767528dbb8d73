import { endBilling } from '../billing/end-billing.ts';
import { creditUnused, type UnusedCreditMode } from '../credit-notes/credit-unused.ts';
import type { Engine, Moment } from '../engine.ts';
import { makeInvoice } from '../invoicing/make-invoice.ts';
import { unschedule } from '../jobs.ts';
import type { Stay } from './stays.ts';

/** How a subscription ends. */
export interface Ending {
  /** What happens to the unused part of a base price billed in advance. */
  readonly unusedCredit: UnusedCreditMode;
  /** Whether what is not billed yet is invoiced. */
  readonly invoice: boolean;
}

function cancel(engine: Engine, stay: Stay, at: number): Stay {
  unschedule(engine.database, 'start', String(stay.seq));
  return engine.stays.update({
    ...stay,
    status: 'canceled',
    endedAt: at,
    data: { ...stay.data, endedBy: 'canceled', endedPlan: engine.tables.plans.get(stay.planCode) },
  });
}

/** Ends a stay at `at`: cancels a pending one, terminates an active one. Ended ones stay as they are. */
export function endStay(engine: Engine, stay: Stay, at: number, ending: Ending): Stay {
  if (stay.status === 'pending') return cancel(engine, stay, at);
  if (stay.status !== 'active') return stay;
  const closing = endBilling(engine, stay, at, 'terminated');
  creditUnused(engine, stay, at, ending.unusedCredit, false);
  if (ending.invoice) makeInvoice(engine, stay.customerKey, closing, at);
  return engine.stays.bySeq(stay.seq);
}

/** Ends every subscription of a customer, with a last invoice for each. */
export function endSubscriptionsOf(engine: Engine, customerKey: string, { now }: Moment): void {
  for (const stay of engine.stays.living('customer', customerKey)) {
    endStay(engine, stay, now, { unusedCredit: 'credit', invoice: true });
  }
}
