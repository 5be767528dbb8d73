import { Decimal, type OperationId } from '@billport/core';
import { ensure, same } from '../assertions.ts';
import {
  balanceOf,
  billing,
  billingFields,
  creditOf,
  grant,
  lastInvoice,
  twoCharges,
  usedHundred,
} from '../bills.ts';
import {
  after,
  anyWallet,
  DAY,
  money,
  subscribe,
  subscribing,
  subscription,
  use,
  walletSource,
} from '../fixtures.ts';
import type { Scenario } from '../scenario.ts';

const walletNeeds: readonly OperationId[] = [
  ...billing,
  'credits.createWallet',
  'credits.getWallet',
  'credits.add',
];

/** How prepaid credits and credit notes pay invoices, on every provider. */
export const creditsOnInvoicesScenarios: readonly Scenario[] = [
  {
    operation: 'credits.add',
    title: 'pays the next invoice, and what is left and what was used make what was granted',
    needs: [...walletNeeds, 'credits.listTransactions'],
    needsFields: billingFields,
    async run(context) {
      const { customerKey, subscriptionKey } = await usedHundred(context);
      const walletId = await grant(context, customerKey, '130');
      const invoice = await lastInvoice(context, subscriptionKey);
      same(invoice.totals.prepaidCredits, money(context, '100'), 'what the wallet paid');
      same(invoice.totals.due, money(context, '0'), 'what is due');
      same(await balanceOf(context, walletId), money(context, '30'), 'the balance');
      const { consumed } = await context.billing.credits.getWallet({ walletId });
      same(consumed, money(context, '100'), 'what was consumed');
      const { items } = await context.billing.credits.listTransactions({ walletId });
      const [spent] = items.filter(({ direction }) => direction === 'out');
      ensure(spent, 'no transaction tells what the invoice used');
      const { kind, amount, invoiceId } = spent;
      const expected = { kind: 'invoiced', amount: money(context, '100'), invoiceId: invoice.id };
      same({ kind, amount, invoiceId }, expected, 'the transaction');
    },
  },
  {
    operation: 'credits.add',
    title: 'pays what is invoiced at the end of a period by no more than is taken from the wallet',
    needs: [...subscribing, 'usage.record', 'usage.current', 'invoices.list', 'credits.getWallet'],
    needsAny: [walletSource],
    needsClock: true,
    async run(context) {
      const { customerKey, subscriptionKey } = await usedHundred(context);
      const { id: walletId } = await anyWallet(context, customerKey);
      await context.billing.credits.add({ walletId, kind: 'granted', credits: '130' });
      await context.settle();
      const { period } = await context.billing.usage.current({ subscriptionKey });
      await context.advanceTo(after(period.to, DAY));
      const [invoice] = (await context.billing.invoices.list({ customerKey })).items;
      ensure(invoice, 'no invoice was made at the end of the period');
      same(invoice.totals.fees, money(context, '100'), 'the fees');
      const used = invoice.totals.prepaidCredits;
      const { balance, consumed } = await context.billing.credits.getWallet({ walletId });
      same(consumed, used, 'what was consumed');
      const left = Decimal.parse('130').minus(Decimal.parse(used.amount)).toString();
      same(balance, money(context, left), 'the balance');
    },
  },
  {
    operation: 'credits.createWallet',
    title: 'with the lower priority number is used first, then the older one',
    needs: walletNeeds,
    needsFields: billingFields,
    async run(context) {
      const { customerKey, subscriptionKey } = await usedHundred(context);
      const older = await grant(context, customerKey, '60', { priority: 2 });
      const younger = await grant(context, customerKey, '60', { priority: 2 });
      const first = await grant(context, customerKey, '30', { priority: 1 });
      await lastInvoice(context, subscriptionKey);
      const left = [];
      for (const walletId of [first, older, younger]) left.push(await balanceOf(context, walletId));
      same(
        left,
        ['0', '0', '50'].map((amount) => money(context, amount)),
        'what is left',
      );
    },
  },
  {
    operation: 'credits.createWallet',
    title: 'limited to a metric pays the fees of that metric only',
    needs: [...walletNeeds, 'plans.update'],
    needsFields: billingFields,
    async run(context) {
      const { customerKey, subscriptionKey, other } = await twoCharges(context);
      const walletId = await grant(context, customerKey, '80', { appliesTo: { metrics: [other] } });
      const { totals } = await lastInvoice(context, subscriptionKey);
      same(totals.prepaidCredits, money(context, '50'), 'what the wallet paid');
      same(await balanceOf(context, walletId), money(context, '30'), 'the balance');
    },
  },
  {
    operation: 'credits.terminateWallet',
    title: 'keeps the next invoice from using it',
    needs: walletNeeds,
    needsFields: billingFields,
    async run(context) {
      const { customerKey, subscriptionKey } = await usedHundred(context);
      const ended = await grant(context, customerKey, '60');
      const open = await grant(context, customerKey, '10');
      await context.billing.credits.terminateWallet({ walletId: ended });
      await context.settle();
      const { totals } = await lastInvoice(context, subscriptionKey);
      same(totals.prepaidCredits, money(context, '10'), 'what wallets paid');
      same(await balanceOf(context, open), money(context, '0'), 'the other balance');
    },
  },
  {
    operation: 'invoices.void',
    title: 'gives back the credits that the invoice used, once',
    needs: [...walletNeeds, 'invoices.create', 'creditNotes.create', 'creditNotes.get'],
    needsFields: billingFields,
    async run(context) {
      const { customerKey, subscriptionKey } = await usedHundred(context);
      const walletId = await grant(context, customerKey, '30');
      const { id: creditNoteId } = await creditOf(context, customerKey, '25');
      const { id: invoiceId, totals } = await lastInvoice(context, subscriptionKey);
      same(totals.due, money(context, '45'), 'what is due');
      const noteBalance = async () =>
        (await context.billing.creditNotes.get({ creditNoteId })).balance;
      same(await noteBalance(), money(context, '0'), 'the credit note after the invoice');
      for (let count = 0; count < 2; count++) {
        await context.billing.invoices.void({ invoiceId });
        same(await balanceOf(context, walletId), money(context, '30'), 'the balance');
        same(await noteBalance(), money(context, '25'), 'the credit note');
      }
    },
  },
  {
    operation: 'creditNotes.create',
    title: 'lowers the next invoice by the credit, up to what is due',
    needs: [...billing, 'invoices.create', 'creditNotes.get'],
    needsFields: billingFields,
    async run(context) {
      const first = await subscribe(context);
      const { customerKey, metric, planCode } = first;
      const second = await subscription(context, customerKey, planCode);
      const { id: creditNoteId } = await creditOf(context, customerKey, '50');
      await use(context, first, '300');
      await use(context, { metric, subscriptionKey: second.subscriptionKey }, '300');
      const one = await lastInvoice(context, first.subscriptionKey);
      same(one.totals.creditNotes, money(context, '30'), 'the credit on the first invoice');
      const note = await context.billing.creditNotes.get({ creditNoteId });
      same(note.balance, money(context, '20'), 'what is left of it');
      const two = await lastInvoice(context, second.subscriptionKey);
      same(two.totals.creditNotes, money(context, '20'), 'the credit on the second invoice');
      const used = await context.billing.creditNotes.get({ creditNoteId });
      same(used.creditStatus, 'consumed', 'the credit note that is used up');
    },
  },
  {
    operation: 'creditNotes.void',
    title: 'keeps the next invoice from using it',
    needs: [...billing, 'invoices.create', 'creditNotes.create'],
    needsFields: billingFields,
    async run(context) {
      const { customerKey, subscriptionKey } = await usedHundred(context);
      const { id: creditNoteId } = await creditOf(context, customerKey, '25');
      await context.billing.creditNotes.void({ creditNoteId });
      await context.settle();
      const { totals } = await lastInvoice(context, subscriptionKey);
      same(totals.creditNotes, money(context, '0'), 'credit notes on the invoice');
    },
  },
];
