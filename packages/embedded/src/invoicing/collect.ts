import { BillingError, type HandlerContext, type Invoice } from '@billport/core';
import { checkIdempotencyKey, type Engine, type Moment, momentOf } from '../engine.ts';
import { once, recall } from '../store/idempotency.ts';
import { dueMinor, toInvoice } from './invoice-view.ts';
import { checkFinal, recordPayment } from './record-payment.ts';

/**
 * The application's own way to ask a customer for money, such as a call to its payment provider.
 * Called outside any transaction; what it answers is recorded on the invoice.
 */
export type Collector = (
  invoice: Invoice,
  context: Pick<HandlerContext, 'signal' | 'idempotencyKey'>,
) => Promise<'succeeded' | 'failed' | 'pending'>;

function payable(engine: Engine, invoiceId: string): Invoice {
  const invoice = engine.invoices.get(invoiceId);
  checkFinal(invoice, 'invoiceId');
  if (dueMinor(invoice) > 0n) return toInvoice(invoice);
  throw new BillingError('conflict', {
    message: `Nothing is due on invoice ${invoiceId}.`,
    details: { resource: 'invoice', key: invoiceId, state: 'paid' },
  });
}

type Outcome = Awaited<ReturnType<Collector>>;

/** Records what the collector answered. A payment that succeeded meanwhile stands. */
function record(engine: Engine, invoiceId: string, outcome: Outcome, moment: Moment): Invoice {
  const invoice = engine.invoices.get(invoiceId);
  const isPaid = invoice.paymentStatus === 'succeeded' && outcome !== 'succeeded';
  return toInvoice(isPaid ? invoice : recordPayment(engine, invoice, outcome, moment));
}

const OUTCOMES: readonly Outcome[] = ['succeeded', 'failed', 'pending'];

function unknownOutcome(invoiceId: string, what: string, cause?: unknown): BillingError {
  return new BillingError('outcome_unknown', {
    message: `The collector ${what} for invoice ${invoiceId}: money may have moved. Find out before you collect again, and record it with invoices.update.`,
    details: { lookup: `invoices.get ${invoiceId}` },
    ...(cause === undefined ? {} : { cause }),
  });
}

/** @throws BillingError `outcome_unknown` when the collector fails or answers something else. */
async function ask(
  collector: Collector,
  invoice: Invoice,
  context: HandlerContext,
): Promise<Outcome> {
  let outcome: Outcome;
  try {
    outcome = await collector(invoice, context);
  } catch (cause) {
    throw unknownOutcome(invoice.id, 'failed', cause);
  }
  if (OUTCOMES.includes(outcome)) return outcome;
  throw unknownOutcome(invoice.id, `must answer ${OUTCOMES.join(', ')}, and did not`);
}

/** Asks for what is due, and records the answer; once for each `idempotencyKey`. */
export async function collect(
  engine: Engine,
  collector: Collector,
  invoiceId: string,
  context: HandlerContext,
): Promise<Invoice> {
  const { database } = engine;
  const key = checkIdempotencyKey(context.idempotencyKey);
  const moment = momentOf(engine);
  const call = key && { key, operation: context.operation, input: { invoiceId }, now: moment.now };
  const known = call && database.read(() => recall<Invoice>(database, call));
  if (known) return known;
  const invoice = database.read(() => payable(engine, invoiceId));
  const outcome = await ask(collector, invoice, context);
  const write = () => record(engine, invoiceId, outcome, moment);
  try {
    return await database.write(() => (call ? once(database, call, write) : write()));
  } catch (cause) {
    throw unknownOutcome(invoiceId, `answered "${outcome}", which could not be recorded,`, cause);
  }
}

/** Without a collector nothing is charged: the invoice comes back as it is. */
export function collectNothing(engine: Engine, invoiceId: string): Invoice {
  return payable(engine, invoiceId);
}
