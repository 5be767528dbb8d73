import { BillingError, isManualClock, toInstant } from '@billport/core';
import type { Engine } from '../engine.ts';
import { failureOf } from '../invoicing/failed-body.ts';
import { endGrace } from '../invoicing/finalize-draft.ts';
import { makeInvoice } from '../invoicing/make-invoice.ts';
import { failedJobs, finishJob, firstDue, type Job, retryFailedJobs, setAside } from '../jobs.ts';
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
    if (draft.status === 'draft') endGrace(engine, draft, at);
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
  try {
    engine.database.nested(() => runJob(engine, job));
  } catch (error) {
    setAside(engine.database, { ...job, failure: failureOf(error) });
  }
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
 * Does everything that is due by `until`, in order. A job that cannot be done, such as one that
 * needs a custom aggregation that was not given, is set aside with what concerns the same
 * subscription; all others go on. Each job is a transaction of its own: what breaks off in between
 * goes on at the next call, and several processes share the work.
 */
export async function runDue(engine: Engine, until: number): Promise<void> {
  while (isAnythingDue(engine, until)) {
    await engine.database.write(() => runFirst(engine, until));
  }
}

/**
 * As {@link runDue}, with another try for what could not be done before.
 * @throws BillingError `conflict` when something could not be done; all the rest is.
 */
export async function runAllDue(engine: Engine, until: number): Promise<void> {
  const { database } = engine;
  if (database.read(() => failedJobs(database)).length > 0) {
    await database.write(() => retryFailedJobs(database));
  }
  await runDue(engine, until);
  const failed = database.read(() => failedJobs(database));
  const first = failed[0];
  if (first === undefined) return;
  throw new BillingError('conflict', {
    message: `${failed.length} of the things that were due could not be done; all others are. First, ${first.kind} of ${first.ref} at ${toInstant(first.at)}: ${first.failure} Mend the cause and call advanceTo again.`,
    details: { resource: 'job', key: `${first.kind} ${first.ref}`, state: 'failed' },
  });
}
