import { createHash } from 'node:crypto';
import type { Invoice } from '@billport/core';

/** All of an invoice but what may happen to it later: its payment. */
function digest(invoice: Invoice): string {
  const { paymentStatus: _status, totals, ...fixed } = invoice;
  const { paid: _paid, due: _due, ...amounts } = totals;
  return createHash('sha256')
    .update(JSON.stringify([fixed, amounts]))
    .digest('hex');
}

/** Remembers every final invoice that it was ever shown, and tells when one has changed. */
export class FinalInvoices {
  readonly #digests = new Map<string, string>();

  get count(): number {
    return this.#digests.size;
  }

  /** Final invoices that are gone or not what they were, and numbers with gaps. */
  violations(invoices: readonly Invoice[]): string[] {
    const finals = invoices.filter(({ status }) => status === 'finalized');
    const now = new Map(finals.map((invoice) => [invoice.id, digest(invoice)]));
    const changed = [...this.#digests].filter(([id, before]) => now.get(id) !== before);
    for (const [id, text] of now) this.#digests.set(id, text);
    return [
      ...changed.map(([id]) => `final invoice ${id} is not what it was`),
      ...numberViolations(finals),
    ];
  }
}

/** Numbers are given in order, each once, none left out. */
function numberViolations(finals: readonly Invoice[]): string[] {
  const numbers = finals.map(({ number }) => number ?? '').sort();
  const expected = finals.map((_, index) => `INV-${String(index + 1).padStart(6, '0')}`);
  return numbers.join() === expected.join()
    ? []
    : [`invoice numbers ${numbers.slice(-3)}, not ${expected.slice(-3)}`];
}
