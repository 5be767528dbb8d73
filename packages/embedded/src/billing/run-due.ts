import { isManualClock, toInstant } from '@billport/core';
import type { Engine } from '../engine.ts';
import { finalizeDraft } from '../invoicing/finalize-draft.ts';
import { makeInvoice } from '../invoicing/make-invoice.ts';
import { finishJob, firstDue, type Job } from '../jobs.ts';
import { storeError } from '../store/sqlite-error.ts';
import { activate } from '../subscriptions/activate.ts';
import { endStay } from '../subscriptions/end.ts';
import { expireWallet } from '../wallets/end-wallet.ts';
import { periodBilling } from './period-billing.ts';
import { trialBilling } from './start-billing.ts';

/** Does one job, inside the transaction that also removes it. */
export function runJob(engine: Engine, { kind, ref, at }: Job): void {
  if (kind === 'expire_wallet') {
    expireWallet(engine, ref, { now: at, instant: toInstant(at) });
    return;
  }
  if (kind === 'finalize') {
    const draft = engine.invoices.get(ref);
    if (draft.status === 'draft') finalizeDraft(engine, draft, at);
    return;
  }
  const stay = engine.stays.bySeq(Number(ref));
  switch (kind) {
    case 'start':
      if (stay.status === 'pending') activate(engine, stay, at);
      return;
    case 'end':
      endStay(engine, stay, at, { unusedCredit: 'credit', invoice: true });
      return;
    case 'bill':
      makeInvoice(engine, stay.customerKey, periodBilling(engine, stay, at), at);
      return;
    case 'end_trial':
      makeInvoice(engine, stay.customerKey, trialBilling(engine, stay, at), at);
      return;
  }
}

/** Takes the first due job, if any, moves a manual clock to its time, and does it. */
function runFirst(engine: Engine, until: number): boolean {
  const job = firstDue(engine.database, until);
  if (job === undefined) return false;
  if (isManualClock(engine.clock) && job.at > engine.clock.now()) engine.clock.moveTo(job.at);
  finishJob(engine.database, job);
  runJob(engine, job);
  return true;
}

/** Whether anything is due. Looking needs no lock and no transaction, and mostly nothing is. */
function isAnythingDue(engine: Engine, until: number): boolean {
  try {
    return firstDue(engine.database, until) !== undefined;
  } catch (error) {
    throw storeError(error);
  }
}

/**
 * Does everything that is due by `until`, in order, each job in a transaction of its own: what
 * breaks off in between goes on at the next call, and several processes share the work.
 */
export async function runDue(engine: Engine, until: number): Promise<void> {
  while (isAnythingDue(engine, until)) {
    await engine.database.write(() => runFirst(engine, until));
  }
}
