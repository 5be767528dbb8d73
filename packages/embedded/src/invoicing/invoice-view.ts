import { type Invoice, minorUnits, moneyFromMinor } from '@billport/core';
import { compact } from '../apply-changes.ts';
import type { InvoiceRecord } from './invoice-record.ts';

/** Minor units that are still to be paid. Nothing is due of a voided one. */
export function dueMinor(invoice: InvoiceRecord): bigint {
  if (invoice.status === 'voided') return 0n;
  return (
    minorUnits(invoice.body.totals.total) -
    BigInt(invoice.state.paidMinor) -
    BigInt(invoice.state.offsetMinor)
  );
}

/** A stored invoice as the contract shows it. */
export function toInvoice(record: InvoiceRecord): Invoice {
  const { state } = record;
  const { feeCreditsMinor: _, ...body } = record.body;
  return compact({
    id: record.id,
    number: state.number,
    customerKey: record.customerKey,
    type: record.type,
    status: record.status,
    paymentStatus: record.paymentStatus,
    issuingDate: record.issuingDate,
    paymentDueDate: state.paymentDueDate,
    ...body,
    fees: body.fees.map((fee) => ({ ...fee, invoiceId: record.id })),
    totals: {
      ...body.totals,
      paid: moneyFromMinor(BigInt(state.paidMinor), body.currency),
      due: moneyFromMinor(dueMinor(record), body.currency),
    },
    paymentDisputeLostAt: state.paymentDisputeLostAt,
    voidedAt: state.voidedAt,
    finalizedAt: state.finalizedAt,
    metadata: state.metadata,
    createdAt: state.createdAt,
  });
}
