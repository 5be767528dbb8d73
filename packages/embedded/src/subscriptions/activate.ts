import { startBilling } from '../billing/start-billing.ts';
import type { Engine } from '../engine.ts';
import { makeInvoice } from '../invoicing/make-invoice.ts';
import { schedule } from '../jobs.ts';
import type { Stay } from './stays.ts';

/** Starts a pending stay at `at` and bills what its plan asks for in advance. */
export function activate(engine: Engine, pending: Stay, at: number): Stay {
  const stay = engine.stays.update({ ...pending, status: 'active', startedAt: at });
  if (stay.data.endingAt !== undefined) {
    schedule(engine.database, { at: stay.data.endingAt, kind: 'end', ref: String(stay.seq) });
  }
  makeInvoice(engine, stay.customerKey, startBilling(engine, stay, at), at);
  return engine.stays.bySeq(stay.seq);
}
