import {
  BillingError,
  type CreateCreditNoteInput,
  type CreditNoteEstimate,
  Decimal,
  emulated,
  type Handlers,
  type Issue,
  invalidInput,
  minorUnits,
  moneyFromMinor,
  native,
  type UpdateCreditNoteInput,
} from '@billport/core';
import type { CreditNoteAmounts, CreditNoteParts } from '@billport/rating';
import { applyChanges } from '../apply-changes.ts';
import { majorText } from '../billing/fee-line.ts';
import { creditNoteDocument } from '../documents/credit-note-document.ts';
import { dataUrl } from '../documents/data-url.ts';
import { command, type Engine, type Moment, query } from '../engine.ts';
import type { InvoiceRecord } from '../invoicing/invoice-record.ts';
import { amountsOf, type CreditedItem, checkCreditable, limitsOf } from './credit-note-amounts.ts';
import { issueCreditNote } from './issue-credit-note.ts';
import { type StoredCreditNote, toCreditNote } from './stored-credit-note.ts';

type ItemInput = CreateCreditNoteInput['items'][number];

function checkCurrencies(input: Partial<CreateCreditNoteInput>, invoice: InvoiceRecord): void {
  const { currency } = invoice.body;
  const amounts = [
    ...(input.items ?? []).map(
      ({ amount }, index) => [['items', index, 'amount'], amount] as const,
    ),
    ...(['credit', 'refund', 'offset'] as const).map((part) => [[part], input[part]] as const),
  ];
  const issues: Issue[] = amounts.flatMap(([path, amount]) =>
    amount === undefined || amount.currency === currency
      ? []
      : [{ path: [...path, 'currency'], message: `Write ${currency}, the invoice's currency.` }],
  );
  if (issues.length > 0) throw invalidInput(issues);
}

function creditedItems(items: readonly ItemInput[]): CreditedItem[] {
  return items.map(({ feeId, amount }) => ({
    feeId,
    amountMinor: Decimal.fromInteger(minorUnits(amount)),
  }));
}

/** @throws BillingError `invalid_input` when the parts do not add up or pass their limits. */
function partsOf(
  engine: Engine,
  invoice: InvoiceRecord,
  input: CreateCreditNoteInput,
  { totalMinor }: CreditNoteAmounts,
): CreditNoteParts {
  const minor = (part: 'refund' | 'offset') => {
    const amount = input[part];
    return amount === undefined ? 0n : minorUnits(amount);
  };
  const refundMinor = minor('refund');
  const offsetMinor = minor('offset');
  const rest = totalMinor - refundMinor - offsetMinor;
  const creditMinor = input.credit === undefined ? rest : minorUnits(input.credit);
  const limits = limitsOf(engine, invoice);
  const amount = (value: bigint) => moneyFromMinor(value, invoice.body.currency).amount;
  const refuse = (field: string, message: string) => invalidInput([{ path: [field], message }]);
  if (refundMinor > limits.refundableMinor) {
    throw refuse(
      'refund',
      `At most ${amount(limits.refundableMinor)} was paid and not refunded yet.`,
    );
  }
  if (offsetMinor > limits.unpaidMinor) {
    throw refuse('offset', `Only ${amount(limits.unpaidMinor)} is due on the invoice.`);
  }
  if (rest < 0n || creditMinor !== rest) {
    throw refuse('credit', `credit, refund and offset must add up to ${amount(totalMinor)}.`);
  }
  return { creditMinor, refundMinor, offsetMinor };
}

function create(engine: Engine, input: CreateCreditNoteInput, { now }: Moment): StoredCreditNote {
  const invoice = engine.invoices.get(input.invoiceId);
  checkCreditable(invoice);
  checkCurrencies(input, invoice);
  const items = creditedItems(input.items);
  const amounts = amountsOf(engine, invoice, items);
  const parts = partsOf(engine, invoice, input, amounts);
  const { reason, description, metadata } = input;
  return issueCreditNote(
    engine,
    { invoice, reason, description, items, amounts, parts, metadata },
    now,
  );
}

function estimate(
  engine: Engine,
  input: Pick<CreateCreditNoteInput, 'invoiceId' | 'items'>,
): CreditNoteEstimate {
  const invoice = engine.invoices.get(input.invoiceId);
  checkCreditable(invoice);
  checkCurrencies(input, invoice);
  const amounts = amountsOf(engine, invoice, creditedItems(input.items));
  const { refundableMinor, unpaidMinor } = limitsOf(engine, invoice);
  const { currency } = invoice.body;
  const upTo = (limit: bigint) =>
    moneyFromMinor(limit < amounts.totalMinor ? limit : amounts.totalMinor, currency);
  return {
    couponAdjustment: moneyFromMinor(amounts.couponsAdjustmentMinor, currency),
    subtotalExcludingTax: moneyFromMinor(amounts.subTotalMinor, currency),
    taxes: moneyFromMinor(amounts.taxMinor, currency),
    total: moneyFromMinor(amounts.totalMinor, currency),
    maxRefund: upTo(refundableMinor),
    maxOffset: upTo(unpaidMinor),
    preciseTaxes: majorText(amounts.taxPreciseMinor, currency),
  };
}

function update(engine: Engine, input: UpdateCreditNoteInput): StoredCreditNote {
  const note = engine.tables.creditNotes.get(input.creditNoteId);
  if (input.refundStatus !== undefined && note.refundStatus === 'none') {
    throw new BillingError('conflict', {
      message: `refundStatus: credit note ${note.id} has no refund part.`,
      details: { resource: 'credit note', key: note.id, state: 'no refund' },
    });
  }
  const { refundStatus, metadata } = input;
  const updated = applyChanges(note, { refundStatus, metadata });
  engine.tables.creditNotes.replace(note.id, updated);
  return updated;
}

function voidNote(engine: Engine, id: string, { instant }: Moment): StoredCreditNote {
  const note = engine.tables.creditNotes.get(id);
  if (note.creditStatus === 'voided') return note;
  if (note.creditStatus !== 'available') {
    throw new BillingError('conflict', {
      message: `Credit note ${id} has no balance to void: its credit is ${note.creditStatus}.`,
      details: { resource: 'credit note', key: id, state: note.creditStatus },
    });
  }
  const voided: StoredCreditNote = {
    ...note,
    balance: moneyFromMinor(0n, note.currency),
    creditStatus: 'voided',
    voidedAt: instant,
  };
  engine.tables.creditNotes.replace(id, voided);
  return voided;
}

/** The port `creditNotes`. */
export function creditNoteHandlers(engine: Engine) {
  const { creditNotes } = engine.tables;
  return {
    create: native(command(engine, (input, moment) => toCreditNote(create(engine, input, moment)))),
    get: native(query(engine, ({ creditNoteId }) => toCreditNote(creditNotes.get(creditNoteId)))),
    list: native(
      query(engine, ({ customerKey, invoiceId, ...page }) => {
        const found = creditNotes.page(page, { customer: customerKey, invoice: invoiceId });
        return { ...found, items: found.items.map(toCreditNote) };
      }),
    ),
    update: native(command(engine, (input) => toCreditNote(update(engine, input)))),
    estimate: native(query(engine, (input) => estimate(engine, input))),
    void: native(
      command(engine, ({ creditNoteId }, moment) =>
        toCreditNote(voidNote(engine, creditNoteId, moment)),
      ),
    ),
    createDownloadLink: emulated(
      query(engine, ({ creditNoteId }) => {
        const note = toCreditNote(creditNotes.get(creditNoteId));
        const customer = engine.tables.customers.find(note.customerKey);
        return { url: dataUrl(creditNoteDocument(note, customer)) };
      }),
      'The link holds the document itself (a data: URL), since there is no server behind it.',
    ),
  } satisfies Handlers['creditNotes'];
}
