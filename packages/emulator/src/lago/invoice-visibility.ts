import type { Invoice } from '@billport/core';
import { engineInvoice, shelfOf } from './invoice-shelf.ts';
import { invoiceObject } from './objects/invoices.ts';
import type { LagoState } from './state.ts';

export { isVisible } from './invoice-shelf.ts';

/** The webhook of an invoice that has just become final, by its type (`facts/lago.md §c`). */
const FINAL: Readonly<Partial<Record<Invoice['type'], string>>> = {
  one_off: 'invoice.one_off_created',
  credit: 'invoice.paid_credit_added',
};

/** The webhook that tells of an invoice in this state, where there is one. */
function webhookOf({ status, type }: Invoice): string | undefined {
  if (status === 'draft') return 'invoice.drafted';
  return status === 'finalized' ? (FINAL[type] ?? 'invoice.created') : undefined;
}

async function tell(state: LagoState, invoice: Invoice): Promise<void> {
  shelfOf(state).known.set(invoice.id, invoice.status);
  const webhook = webhookOf(invoice);
  if (webhook === undefined) return;
  state.webhooks.send(webhook, 'invoice', await invoiceObject(state, invoice, { full: true }));
}

async function reveal(state: LagoState, id: string): Promise<void> {
  if (!shelfOf(state).hidden.delete(id)) return;
  const invoice = await engineInvoice(state, id);
  if (invoice !== undefined) await tell(state, invoice);
}

/** Tells of an invoice at once: a one-off is there when its request is answered. */
export async function showNow(state: LagoState, invoice: Invoice): Promise<void> {
  shelfOf(state).hidden.delete(invoice.id);
  await tell(state, invoice);
}

/** The engine's invoices that were not noticed yet, oldest first. */
async function newInvoices(state: LagoState): Promise<Invoice[]> {
  const { known } = shelfOf(state);
  const [newest] = (await state.billing.invoices.list({ limit: 1 })).items;
  if (newest === undefined || known.has(newest.id)) return [];
  const found: Invoice[] = [];
  for await (const invoice of state.billing.invoices.list()) {
    if (known.has(invoice.id)) break;
    found.unshift(invoice);
  }
  return found;
}

/** Drafts that clients know of and that are none any more: their grace has ended. */
async function tellOfEndedDrafts(state: LagoState): Promise<void> {
  const { known, hidden } = shelfOf(state);
  for (const [id, status] of known) {
    if (status !== 'draft' || hidden.has(id)) continue;
    const invoice = await engineInvoice(state, id);
    if (invoice === undefined) known.delete(id);
    else if (invoice.status !== 'draft') await tell(state, invoice);
  }
}

async function notice(state: LagoState): Promise<void> {
  const { known, hidden } = shelfOf(state);
  for (const { id, status } of await newInvoices(state)) {
    // One that was shown meanwhile stays shown.
    if (known.has(id)) continue;
    known.set(id, status);
    hidden.add(id);
    state.jobs.add(`make invoice ${id}`, () => reveal(state, id));
  }
  await tellOfEndedDrafts(state);
}

/**
 * Looks for invoices that the engine made since, and hides each until a job has run: Lago bills
 * behind its answers (`facts/lago.md §b` "Subscriptions"). Called after time has moved, after
 * each write and after each job.
 */
export function noticeInvoices(state: LagoState): Promise<void> {
  const shelf = shelfOf(state);
  const noticed = shelf.noticing.then(() => notice(state));
  // Who called hears of a failure; the next one goes on all the same.
  shelf.noticing = noticed.catch(() => undefined);
  return noticed;
}
