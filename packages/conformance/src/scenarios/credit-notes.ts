import type { CreditNote, Invoice, Result } from '@billport/core';
import { ensure, hasFields, isUnknown, refuses, same } from '../assertions.ts';
import { feeAt } from '../bills.ts';
import { customer, invoicing, money, oneOff, tax, UNKNOWN_ID } from '../fixtures.ts';
import { sameInEveryWay } from '../list-check.ts';
import type { Scenario, ScenarioContext } from '../scenario.ts';

/** A final invoice over 100.00 that is not paid. */
async function invoiced(context: ScenarioContext, fields = {}): Promise<Invoice> {
  const { customerKey } = await customer(context, fields);
  return oneOff(context, customerKey, '100');
}

/** Gives back `amount` of the first line, as credit unless told otherwise. */
function giveBack(
  context: ScenarioContext,
  invoice: Invoice,
  amount: string,
  fields = {},
): Promise<Result<CreditNote>> {
  return context.billing.creditNotes.create({
    invoiceId: invoice.id,
    reason: 'order_change',
    items: [{ feeId: feeAt(invoice, 0).id, amount: money(context, amount) }],
    ...fields,
  });
}

function read(context: ScenarioContext, creditNoteId: string): Promise<CreditNote> {
  return context.billing.creditNotes.get({ creditNoteId });
}

const creating: readonly Scenario[] = [
  {
    operation: 'creditNotes.create',
    title: 'gives a part of a line back as credit, and get brings the same',
    needs: [...invoicing, 'creditNotes.get'],
    async run(context) {
      const invoice = await invoiced(context);
      const fields = { description: 'Half of it', metadata: { ticket: '7' } };
      const note = await giveBack(context, invoice, '40', fields);
      const { customerKey, id: invoiceId } = invoice;
      const expected = { invoiceId, customerKey, reason: 'order_change', ...fields };
      hasFields(note, { ...expected, creditStatus: 'available' }, 'the credit note');
      const forty = money(context, '40');
      const none = money(context, '0');
      const amounts = { total: forty, credit: forty, balance: forty, refund: none, offset: none };
      hasFields(note, amounts, 'the credit note');
      await context.settle();
      const { warnings: _, ...rest } = note;
      hasFields(await read(context, note.id), rest, 'the credit note that get brings');
    },
  },
  {
    operation: 'creditNotes.create',
    title: 'gives back the tax on it',
    needs: [...invoicing, 'taxes.create'],
    async run(context) {
      const { code } = await tax(context, '20');
      const note = await giveBack(context, await invoiced(context, { taxCodes: [code] }), '10');
      same(note.subtotalExcludingTax, money(context, '10'), 'the amount before tax');
      same(note.taxes, money(context, '2'), 'the tax');
      same(note.total, money(context, '12'), 'the total');
    },
  },
  {
    operation: 'creditNotes.create',
    title: 'refuses more than is left of the line',
    needs: [...invoicing, 'creditNotes.list'],
    async run(context) {
      const invoice = await invoiced(context);
      await giveBack(context, invoice, '60');
      await context.settle();
      const codes = ['conflict', 'invalid_input', 'rejected'] as const;
      await refuses(codes, () => giveBack(context, invoice, '40.01'), 'more than is left');
      await context.settle();
      const { items } = await context.billing.creditNotes.list({ invoiceId: invoice.id });
      same(items.length, 1, 'credit notes of the invoice');
      await giveBack(context, invoice, '40');
    },
  },
  {
    operation: 'creditNotes.create',
    title: 'refuses a refund of what was not paid, and another currency',
    needs: [...invoicing, 'creditNotes.list'],
    limits: { currencies: ['USD', 'EUR'] },
    async run(context) {
      const invoice = await invoiced(context);
      const refund = { refund: money(context, '10') };
      const codes = ['conflict', 'invalid_input', 'rejected'] as const;
      await refuses(codes, () => giveBack(context, invoice, '10', refund), 'a refund');
      const euros = money(context, '10', context.currency === 'EUR' ? 'USD' : 'EUR');
      const items = [{ feeId: feeAt(invoice, 0).id, amount: euros }];
      await refuses(codes, () => giveBack(context, invoice, '10', { items }), 'another currency');
      await context.settle();
      const { items: notes } = await context.billing.creditNotes.list({ invoiceId: invoice.id });
      same(notes, [], 'credit notes of the invoice');
    },
  },
  {
    operation: 'creditNotes.create',
    title: 'refunds what was paid, and lowers what is due by an offset',
    needs: [...invoicing, 'invoices.get', 'invoices.update'],
    async run(context) {
      const open = await invoiced(context);
      await giveBack(context, open, '30', { offset: money(context, '30') });
      await context.settle();
      const { totals } = await context.billing.invoices.get({ invoiceId: open.id });
      same(totals.due, money(context, '70'), 'what is due after an offset');
      const paid = await invoiced(context);
      await context.billing.invoices.update({ invoiceId: paid.id, paymentStatus: 'succeeded' });
      await context.settle();
      const note = await giveBack(context, paid, '30', { refund: money(context, '30') });
      const expected = { refund: money(context, '30'), credit: money(context, '0') };
      hasFields(note, { ...expected, creditStatus: 'none', refundStatus: 'pending' }, 'the refund');
    },
  },
  {
    operation: 'creditNotes.create',
    title: 'refuses an unknown invoice and an unknown line',
    needs: invoicing,
    async run(context) {
      const invoice = await invoiced(context);
      const nothing = { ...invoice, id: UNKNOWN_ID };
      await isUnknown(() => giveBack(context, nothing, '1'), 'an unknown invoice');
      const items = [{ feeId: UNKNOWN_ID, amount: money(context, '1') }];
      const codes = ['not_found', 'invalid_input', 'rejected'] as const;
      await refuses(codes, () => giveBack(context, invoice, '1', { items }), 'an unknown line');
    },
  },
  {
    operation: 'creditNotes.estimate',
    title: 'computes what create makes, and makes nothing',
    needs: [...invoicing, 'taxes.create', 'creditNotes.create', 'creditNotes.list'],
    async run(context) {
      const { code } = await tax(context, '8.875');
      const invoice = await invoiced(context, { taxCodes: [code] });
      const { id: invoiceId } = invoice;
      const items = [{ feeId: feeAt(invoice, 0).id, amount: money(context, '33.33') }];
      const estimate = await context.billing.creditNotes.estimate({ invoiceId, items });
      const { items: none } = await context.billing.creditNotes.list({ invoiceId });
      same(none, [], 'credit notes of the invoice');
      const note = await giveBack(context, invoice, '33.33');
      const { couponAdjustment, subtotalExcludingTax, taxes, total } = note;
      const made = { couponAdjustment, subtotalExcludingTax, taxes, total };
      hasFields(estimate, made, 'the estimate');
      same(estimate.maxRefund, money(context, '0'), 'what can be refunded of an unpaid invoice');
    },
  },
  {
    operation: 'creditNotes.estimate',
    title: 'refuses an unknown invoice, and more than is left of the line',
    needs: invoicing,
    async run(context) {
      const { estimate } = context.billing.creditNotes;
      const invoice = await invoiced(context);
      const items = [{ feeId: feeAt(invoice, 0).id, amount: money(context, '100.01') }];
      await isUnknown(() => estimate({ invoiceId: UNKNOWN_ID, items }), 'an unknown invoice');
      const codes = ['conflict', 'invalid_input', 'rejected'] as const;
      await refuses(codes, () => estimate({ invoiceId: invoice.id, items }), 'more than is left');
    },
  },
];

const reading: readonly Scenario[] = [
  {
    operation: 'creditNotes.get',
    title: 'brings the credit note as list does',
    needs: [...invoicing, 'creditNotes.create', 'creditNotes.list'],
    async run(context) {
      const invoice = await invoiced(context);
      const { id } = await giveBack(context, invoice, '10');
      await context.settle();
      const { items } = await context.billing.creditNotes.list({ invoiceId: invoice.id });
      same(items, [await read(context, id)], 'the listed credit notes');
    },
  },
  {
    operation: 'creditNotes.list',
    title: 'brings nothing of an invoice and a customer without any',
    needs: invoicing,
    async run(context) {
      const { customerKey } = await customer(context);
      const { id: invoiceId } = await oneOff(context, customerKey, '100');
      for (const filter of [{ invoiceId }, { customerKey }]) {
        const { items } = await context.billing.creditNotes.list(filter);
        same(items, [], 'credit notes');
      }
    },
  },
  {
    operation: 'creditNotes.list',
    title: 'brings each credit note once, newest first, by page and by iteration',
    needs: [...invoicing, 'creditNotes.create'],
    async run(context) {
      const invoice = await invoiced(context);
      const other = await invoiced(context);
      await giveBack(context, other, '1');
      const ids: string[] = [];
      for (let count = 0; count < 5; count++) {
        ids.unshift((await giveBack(context, invoice, '1')).id);
      }
      await context.settle();
      const { id: invoiceId, customerKey } = invoice;
      for (const filter of [{ invoiceId }, { customerKey }]) {
        const list = (page: object) => context.billing.creditNotes.list({ ...filter, ...page });
        await sameInEveryWay(list, ({ id }) => id, ids);
        same((await list({})).items.length, 5, 'credit notes');
      }
    },
  },
];

const changing: readonly Scenario[] = [
  {
    operation: 'creditNotes.update',
    title: 'replaces metadata, and clears it with null',
    needs: [...invoicing, 'creditNotes.create', 'creditNotes.get'],
    async run(context) {
      const { update } = context.billing.creditNotes;
      const made = await giveBack(context, await invoiced(context), '10', { metadata: { a: '1' } });
      const { id: creditNoteId } = made;
      await update({ creditNoteId, metadata: { b: '2' } });
      await context.settle();
      same((await read(context, creditNoteId)).metadata, { b: '2' }, 'the metadata');
      await update({ creditNoteId, metadata: null });
      await context.settle();
      const cleared = await read(context, creditNoteId);
      same(cleared.metadata ?? {}, {}, 'the metadata, cleared');
      same(cleared.balance, made.balance, 'the balance');
    },
  },
  {
    operation: 'creditNotes.update',
    title: 'records what became of a refund, and refuses that without a refund',
    needs: [...invoicing, 'invoices.update', 'creditNotes.create', 'creditNotes.get'],
    async run(context) {
      const { update } = context.billing.creditNotes;
      const invoice = await invoiced(context);
      const paid = { invoiceId: invoice.id, paymentStatus: 'succeeded' } as const;
      await context.billing.invoices.update(paid);
      await context.settle();
      const refund = { refund: money(context, '10') };
      const { id: creditNoteId } = await giveBack(context, invoice, '10', refund);
      await update({ creditNoteId, refundStatus: 'succeeded' });
      await context.settle();
      same((await read(context, creditNoteId)).refundStatus, 'succeeded', 'the refund');
      const { id } = await giveBack(context, invoice, '10');
      const codes = ['conflict', 'invalid_input', 'rejected'] as const;
      const call = () => update({ creditNoteId: id, refundStatus: 'succeeded' });
      await refuses(codes, call, 'the refund of a note without one');
    },
  },
  {
    operation: 'creditNotes.void',
    title: 'takes what is left of the credit, and sent twice changes nothing more',
    needs: [...invoicing, 'creditNotes.create', 'creditNotes.get'],
    async run(context) {
      const { id: creditNoteId } = await giveBack(context, await invoiced(context), '10');
      const voided = await context.billing.creditNotes.void({ creditNoteId });
      const expected = { creditStatus: 'voided', balance: money(context, '0') };
      hasFields(voided, expected, 'the credit note');
      await context.settle();
      const before = await read(context, creditNoteId);
      hasFields(before, expected, 'the credit note');
      await context.billing.creditNotes.void({ creditNoteId });
      await context.settle();
      same(await read(context, creditNoteId), before, 'the credit note, voided twice');
    },
  },
  {
    operation: 'creditNotes.createDownloadLink',
    title: 'brings an address that can be opened',
    needs: [...invoicing, 'creditNotes.create'],
    async run(context) {
      const { id: creditNoteId } = await giveBack(context, await invoiced(context), '10');
      await context.settle();
      const { url } = await context.billing.creditNotes.createDownloadLink({ creditNoteId });
      ensure(URL.canParse(url), 'the address cannot be read');
    },
  },
  ...(['get', 'update', 'void', 'createDownloadLink'] as const).map(
    (name): Scenario => ({
      operation: `creditNotes.${name}`,
      title: 'refuses an id that nothing has',
      async run(context) {
        const call = () => context.billing.creditNotes[name]({ creditNoteId: UNKNOWN_ID });
        await isUnknown(call, `creditNotes.${name}`);
      },
    }),
  ),
];

/** What every provider does with credit notes. */
export const creditNoteScenarios: readonly Scenario[] = [...creating, ...reading, ...changing];
