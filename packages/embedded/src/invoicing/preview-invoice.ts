import { BillingError, type Invoice, type PreviewInvoiceInput, toEpochMs } from '@billport/core';
import { runJob } from '../billing/run-due.ts';
import type { Engine, Moment } from '../engine.ts';
import { type Job, type JobKind, plannedFor } from '../jobs.ts';
import { createSubscription } from '../subscriptions/create-subscription.ts';
import type { Stay } from '../subscriptions/stays.ts';
import { finalizeDraft } from './finalize-draft.ts';
import type { InvoiceRecord } from './invoice-record.ts';
import { toInvoice } from './invoice-view.ts';

/** Jobs that bill a stay. */
const BILLING_JOBS: readonly JobKind[] = ['start', 'end', 'bill', 'end_trial'];

/** More jobs without an invoice than this cannot be between two invoices. */
const MOST_JOBS = 400;

function nextJob(engine: Engine, stay: number): Job | undefined {
  const ref = String(stay);
  const jobs = BILLING_JOBS.flatMap((kind): Job[] => {
    const at = plannedFor(engine.database, kind, ref);
    return at === undefined ? [] : [{ at, kind, ref }];
  });
  return jobs.sort((one, other) => one.at - other.at)[0];
}

/** The newest invoice that bills a period of the subscription. */
function latestInvoice(engine: Engine, subscriptionKey: string): InvoiceRecord | undefined {
  return engine.invoices.page({ limit: 1 }, { subscriptionKey, type: 'subscription' }).items[0];
}

/** Does what is planned for the subscription until it brings an invoice. Only for a rehearsal. */
function untilInvoiced(engine: Engine, subscriptionKey: string, before: string | undefined) {
  for (let count = 0; count < MOST_JOBS; count++) {
    const invoice = latestInvoice(engine, subscriptionKey);
    if (invoice !== undefined && invoice.id !== before) return invoice;
    const job = nextJob(engine, engine.stays.latest(subscriptionKey).seq);
    if (job === undefined) break;
    engine.database
      .sql('DELETE FROM jobs WHERE kind = ? AND ref = ? AND at = ?')
      .run(job.kind, job.ref, job.at);
    runJob(engine, job);
  }
  throw new BillingError('conflict', {
    message: `Nothing is going to be billed of subscription ${JSON.stringify(subscriptionKey)}.`,
    details: { resource: 'subscription', key: subscriptionKey },
  });
}

/** A draft as it will be once it is final: with coupons, credit notes and wallets. */
function asFinal(engine: Engine, invoice: InvoiceRecord): InvoiceRecord {
  if (invoice.status !== 'draft') return invoice;
  const at = toEpochMs(invoice.state.createdAt);
  return finalizeDraft(engine, invoice, at);
}

function toPreview(engine: Engine, invoice: InvoiceRecord): Invoice {
  const { number: _number, finalizedAt: _at, ...shown } = toInvoice(asFinal(engine, invoice));
  const fees = shown.fees.map((fee) => ({ ...fee, invoiceId: 'preview' }));
  return { ...shown, id: 'preview', status: 'draft', fees };
}

function living(engine: Engine, subscriptionKey: string): Stay {
  const stay = engine.stays.latest(subscriptionKey);
  if (stay.status === 'active' || stay.status === 'pending') return stay;
  throw new BillingError('conflict', {
    message: `Subscription ${JSON.stringify(subscriptionKey)} has ended: nothing is billed any more.`,
    details: { resource: 'subscription', key: subscriptionKey, state: stay.status },
  });
}

function rehearse(engine: Engine, input: PreviewInvoiceInput, moment: Moment): Invoice {
  if (input.of === 'subscription') {
    const { subscriptionKey } = living(engine, input.subscriptionKey);
    const before = latestInvoice(engine, subscriptionKey)?.id;
    return toPreview(engine, untilInvoiced(engine, subscriptionKey, before));
  }
  const { of: _of, ...plan } = input;
  // No subscription of this key can be in the way: ids of one file are never given twice.
  const subscriptionKey = `preview ${engine.database.next('preview')}`;
  createSubscription(engine, { ...plan, subscriptionKey }, moment);
  return toPreview(engine, untilInvoiced(engine, subscriptionKey, undefined));
}

/**
 * The next invoice of a subscription: it is really made, in a transaction that is undone, so that
 * it cannot differ from the one that follows.
 */
export async function previewInvoice(
  engine: Engine,
  input: PreviewInvoiceInput,
  moment: Moment,
): Promise<Invoice> {
  await engine.catchUp(moment.now);
  return engine.database.rehearse(() => rehearse(engine, input, moment));
}
