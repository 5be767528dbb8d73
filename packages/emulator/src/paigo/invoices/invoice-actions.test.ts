import { Decimal, manualClock } from '@billport/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { moveCredits, spendableCredits } from '../credits/ledger.ts';
import { START } from '../open-paigo.fixture.ts';
import type { CustomerRecord } from '../records/customer.ts';
import type { InvoiceRecord } from '../records/invoice.ts';
import { PaigoState } from '../state.ts';
import {
  failPayment,
  payInvoice,
  releaseInvoice,
  reviveInvoice,
  voidInvoice,
} from './invoice-actions.ts';
import { creditsOn, paidOn, totalOf } from './invoice-amounts.ts';
import { issueInvoice, type NewInvoice } from './issue-invoice.ts';

/** An account with one customer. */
function openAccount(fields: Partial<CustomerRecord> = {}, taxRate = '0') {
  const state = new PaigoState({ clock: manualClock(START), frozen: true, taxRate });
  const customer: CustomerRecord = {
    customerId: 'acme',
    customerName: 'Acme',
    email: 'billing@acme.example',
    paymentChannel: 'Stripe',
    enrollments: [],
    children: [],
    ...fields,
  };
  state.customers.set('acme', customer);
  const grant = (transactionAmount: string) =>
    moveCredits(state, { customerId: 'acme', transactionAmount, timestamp: state.now() });
  const issue = (unitCost: string, more: Partial<NewInvoice> = {}): InvoiceRecord =>
    issueInvoice(state, customer, {
      currency: 'USD',
      invoiceType: 'MANUAL',
      lineItems: [{ name: 'Work', quantity: '1', unitCost }],
      ...more,
    });
  const balance = () => spendableCredits(state, 'acme').toString();
  return { state, grant, issue, balance };
}

describe('the amount of an invoice', () => {
  it('is less by the customer’s discount, with the account’s tax on top', () => {
    const discount = { name: 'Friends', percentage: '10' };
    const { issue } = openAccount({ discount }, '8.25');
    // 199.99 less 10 % is 179.991 -> 20.00 off; 8.25 % of 179.99 is 14.849175.
    expect(issue('199.99')).toMatchObject({ amount: '179.99', taxAmount: '14.85' });
  });

  it('is not less once the discount has ended', () => {
    const discount = { name: 'Friends', percentage: '10', endDate: '2026-03-01T00:00:00.000Z' };
    expect(openAccount({ discount }).issue('100')).toMatchObject({ amount: '100' });
  });

  it('has no tax for who is exempt', () => {
    const { issue } = openAccount({ taxExempt: 'exempt' }, '8.25');
    expect(issue('100')).toMatchObject({ amount: '100', taxAmount: '0' });
  });

  it('has neither where it pays for credits', () => {
    const discount = { name: 'Friends', percentage: '10' };
    const { issue } = openAccount({ discount }, '8.25');
    const invoice = issue('100', { storePaymentAsCredit: true });
    expect(invoice).toMatchObject({ amount: '100', taxAmount: '0' });
  });

  it('sums lines that are rounded each', () => {
    const { issue } = openAccount();
    const lineItems = ['A', 'B'].map((name) => ({ name, quantity: '3', unitCost: '0.0015' }));
    // 0.0045 rounds to 0.00, and twice that is not 0.01.
    expect(issue('0', { lineItems }).amount).toBe('0');
  });
});

describe('paying an invoice', () => {
  it('uses credits first, and the card for the rest', () => {
    const { state, grant, issue, balance } = openAccount();
    grant('30.50');
    const invoice = issue('100');
    payInvoice(state, invoice.invoiceId);
    expect(invoice).toMatchObject({
      invoiceStatus: 'Paid',
      payments: [
        { type: 'Credit', transactionAmount: '30.5' },
        { type: 'Stripe', transactionAmount: '69.5' },
      ],
    });
    expect(balance()).toBe('0');
  });

  it('leaves the credits that it does not need', () => {
    const { state, grant, issue, balance } = openAccount();
    grant('130');
    const { invoiceId, payments } = issue('100');
    payInvoice(state, invoiceId);
    expect(payments).toMatchObject([{ type: 'Credit', transactionAmount: '100' }]);
    expect(balance()).toBe('30');
  });

  it('is past Paigo on the manual channel', () => {
    const { state, grant, issue } = openAccount({ paymentChannel: 'manual' });
    grant('30');
    const invoice = issue('100');
    payInvoice(state, invoice.invoiceId);
    expect(invoice.payments).toMatchObject([{ type: 'Credit', transactionAmount: '30' }]);
    expect(paidOn(invoice).toString()).toBe('100');
  });

  it.each(['Stripe', 'manual'] as const)('of credits makes credits, on channel %s', (channel) => {
    const { state, grant, issue, balance } = openAccount({ paymentChannel: channel });
    grant('10');
    const invoice = issue('100', { storePaymentAsCredit: true });
    expect(balance()).toBe('10');
    payInvoice(state, invoice.invoiceId);
    expect(balance()).toBe('110');
    expect(creditsOn(invoice).isZero()).toBe(true);
  });

  it('never takes more than is due', () => {
    const cents = fc.bigInt({ min: 0n, max: 100_000n });
    const taxes = fc.constantFrom('0', '8.25', '100');
    fc.assert(
      fc.property(cents, cents, taxes, fc.boolean(), (has, costs, taxRate, isManual) => {
        const paymentChannel = isManual ? 'manual' : 'Stripe';
        const { state, grant, issue } = openAccount({ paymentChannel }, taxRate);
        const before = Decimal.fromScaled(has, 2);
        grant(before.toString());
        const invoice = issue(Decimal.fromScaled(costs, 2).toString());
        payInvoice(state, invoice.invoiceId);
        expect(paidOn(invoice).equals(totalOf(invoice))).toBe(true);
        const left = spendableCredits(state, 'acme');
        expect(left.plus(creditsOn(invoice)).equals(before)).toBe(true);
        expect(left.isNegative()).toBe(false);
        // Credits are used up before anything else pays.
        expect(left.isZero() || creditsOn(invoice).equals(totalOf(invoice))).toBe(true);
      }),
    );
  });
});

describe('the dashboard', () => {
  it('releases drafts, voids what is not paid, and opens that again', () => {
    const { state, issue } = openAccount();
    state.change({ invoiceApproval: 'manual' });
    const invoice = issue('100');
    expect(invoice).toMatchObject({ invoiceStatus: 'Draft', sentAt: [] });
    releaseInvoice(state, invoice.invoiceId);
    expect(invoice).toMatchObject({ invoiceStatus: 'Open', sentAt: [state.now()] });
    voidInvoice(state, invoice.invoiceId);
    expect(invoice.invoiceStatus).toBe('Voided');
    reviveInvoice(state, invoice.invoiceId);
    payInvoice(state, invoice.invoiceId);
    expect(invoice.invoiceStatus).toBe('Paid');
  });

  it('sends nothing where the profile says so', () => {
    const { state, issue } = openAccount();
    state.profile.sendInvoiceEmail = 'false';
    expect(issue('100')).toMatchObject({ invoiceStatus: 'Open', sentAt: [] });
  });

  it('leaves an invoice open whose card is refused', () => {
    const { state, issue } = openAccount();
    const invoice = issue('100');
    failPayment(state, invoice.invoiceId);
    expect(invoice).toMatchObject({ invoiceStatus: 'Open', payments: [] });
  });

  it.each([
    ['pays', payInvoice, 'Draft'],
    ['pays', payInvoice, 'Paid'],
    ['pays', payInvoice, 'Voided'],
    ['voids', voidInvoice, 'Paid'],
    ['releases', releaseInvoice, 'Open'],
    ['revives', reviveInvoice, 'Open'],
    ['fails', failPayment, 'Paid'],
  ] as const)('never %s one that does not allow it', (_, act, status) => {
    const { state, grant, issue, balance } = openAccount();
    grant('10');
    const invoice = issue('100');
    invoice.invoiceStatus = status;
    expect(() => act(state, invoice.invoiceId)).toThrow(expect.objectContaining({ status: 400 }));
    expect(invoice).toMatchObject({ invoiceStatus: status, payments: [] });
    expect(balance()).toBe('10');
    expect(() => act(state, 'unknown')).toThrow(expect.objectContaining({ status: 404 }));
  });
});
