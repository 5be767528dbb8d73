import { type Invoice, minorUnits } from '@billport/core';
import { planOf } from './billing/plan-of.ts';
import type { Engine } from './engine.ts';
import { failureOf } from './invoicing/failed-body.ts';
import type { InvoiceRecord } from './invoicing/invoice-record.ts';
import { toInvoice } from './invoicing/invoice-view.ts';
import { failedJobs } from './jobs.ts';
import type { Stay } from './subscriptions/stays.ts';
import { chargeUsage, chargeUsageFromEvents, type PricedUsage } from './usage/charge-usage.ts';
import { meteredCharges } from './usage/metered-charge.ts';
import { walletViolations } from './wallets/wallet-violations.ts';

const sum = (amounts: readonly { amount: string; currency: string }[]) =>
  amounts.reduce((total, amount) => total + minorUnits(amount), 0n);

/** The identities of an invoice's sums (`facts/rating.md §1`). */
function totalsViolations(invoice: Invoice): string[] {
  const { totals } = invoice;
  const minor = Object.fromEntries(
    Object.entries(totals).map(([name, money]) => [name, minorUnits(money)]),
  ) as Record<keyof Invoice['totals'], bigint>;
  const expected: [keyof Invoice['totals'], bigint][] = [
    ['fees', sum(invoice.fees.map(({ amount }) => amount))],
    ['coupons', sum(invoice.coupons.map(({ amount }) => amount))],
    ['creditNotes', sum(invoice.creditNotes.map(({ amount }) => amount))],
    ['prepaidCredits', sum(invoice.prepaidCredits.map(({ amount }) => amount))],
    ['progressiveCredits', sum(invoice.progressiveCredits.map(({ amount }) => amount))],
    ['subtotalExcludingTax', minor.fees - minor.progressiveCredits - minor.coupons],
    ['subtotalIncludingTax', minor.subtotalExcludingTax + minor.taxes],
    ['total', minor.subtotalIncludingTax - minor.creditNotes - minor.prepaidCredits],
  ];
  const wrong = expected
    .filter(([name, value]) => minor[name] !== value)
    .map(([name, value]) => `invoice ${invoice.id}: ${name} is ${minor[name]}, not ${value}`);
  const negative = Object.entries(minor)
    .filter(([, value]) => value < 0n)
    .map(([name, value]) => `invoice ${invoice.id}: ${name} is ${value}`);
  return [...wrong, ...negative];
}

function numberViolations(invoices: readonly InvoiceRecord[]): string[] {
  const numbers = invoices.flatMap(({ state }) => state.number ?? []);
  const twice = numbers.filter((number, index) => numbers.indexOf(number) !== index);
  const unnumbered = invoices.filter(
    ({ status, state }) => status === 'finalized' && state.number === undefined,
  );
  return [
    ...twice.map((number) => `invoice number ${number} was given twice`),
    ...unnumbered.map(({ id }) => `invoice ${id} is final and has no number`),
  ];
}

function creditNoteViolations(engine: Engine): string[] {
  return engine.tables.creditNotes.all().flatMap((note) => {
    const [credit, refund, offset, total, balance] = [
      note.credit,
      note.refund,
      note.offset,
      note.total,
      note.balance,
    ].map(minorUnits) as [bigint, bigint, bigint, bigint, bigint];
    return [
      ...(credit + refund + offset === total
        ? []
        : [`credit note ${note.id}: its parts do not add up to ${total}`]),
      ...([credit, refund, offset].some((part) => part < 0n)
        ? [`credit note ${note.id}: a part of it is below zero`]
        : []),
      ...(balance < 0n || balance > credit
        ? [`credit note ${note.id}: its balance is ${balance} of ${credit}`]
        : []),
    ];
  });
}

const usageText = (usages: readonly PricedUsage[]) =>
  usages
    .map(({ filter, group, usage }) => {
      const { units, fullUnits, eventsCount } = usage;
      return JSON.stringify([filter ?? null, group ?? null, units, fullUnits, eventsCount]);
    })
    .sort()
    .join(' ');

function stayViolations(engine: Engine, stay: Stay): string[] {
  const open = stay.data.openUsage;
  if (open === undefined) return [];
  const { subscriptionKey } = stay;
  try {
    return meteredCharges(engine, planOf(engine, stay))
      .filter(({ charge }) => charge.timing === 'arrears')
      .flatMap((metered) => {
        const kept = usageText(chargeUsage(engine, stay, metered, open));
        const counted = usageText(chargeUsageFromEvents(engine, stay, metered, open));
        const where = `subscription ${subscriptionKey}, charge ${metered.code}`;
        return kept === counted ? [] : [`${where}: kept ${kept}, events ${counted}`];
      });
  } catch (error) {
    return [`subscription ${subscriptionKey}: its usage cannot be computed: ${failureOf(error)}`];
  }
}

/** Compares what is kept of the open usage windows with the events themselves. */
function aggregateViolations(engine: Engine): string[] {
  const rows = engine.database
    .sql("SELECT seq FROM subscriptions WHERE status = 'active' ORDER BY seq")
    .all();
  return rows.flatMap(({ seq }) => stayViolations(engine, engine.stays.bySeq(Number(seq))));
}

/** Everything in the file that does not fit together; empty when all does. */
export function auditEngine(engine: Engine): string[] {
  return engine.database.read(() => {
    const invoices = engine.invoices.all({});
    return [
      ...invoices.flatMap((invoice) => totalsViolations(toInvoice(invoice))),
      ...numberViolations(invoices),
      ...creditNoteViolations(engine),
      ...walletViolations(engine),
      ...failedJobs(engine.database).map(
        ({ kind, ref, failure }) => `job ${kind} of ${ref} could not be done: ${failure}`,
      ),
      ...aggregateViolations(engine),
    ];
  });
}
