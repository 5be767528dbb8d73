import { contract, type Invoice, type UsageSummary, type Wallet } from '@billport/core';
import { describe, expect, it } from 'vitest';
import { creditNoteProblems, invoiceProblems, moneyProblems } from './money-identities.ts';

const usd = (amount: string) => ({ amount, currency: 'USD' });

const fee = {
  id: 'fee',
  type: 'add_on',
  name: 'Line',
  units: '1',
  unitAmount: '68.33',
  amount: usd('68.33'),
  preciseAmount: '68.33',
  couponAmount: '0',
  taxes: [{ code: 'vat', rate: '20', base: '68.33', amount: usd('13.67') }],
  taxAmount: usd('13.67'),
  totalAmount: usd('82.00'),
  createdAt: '2026-01-01T00:00:00.000Z',
} as const;

/** Two fees of 68.33 at 20 % show 13.67 each, the invoice 27.33 (facts/rating.md §2). */
function invoice(): Invoice {
  const data = {
    id: 'invoice',
    number: '1',
    customerKey: 'acme',
    type: 'one_off',
    status: 'finalized',
    paymentStatus: 'pending',
    currency: 'USD',
    issuingDate: '2026-01-01',
    periods: [],
    fees: [fee, fee],
    taxes: [{ code: 'vat', rate: '20', base: '136.66', amount: usd('27.33') }],
    taxRate: '20',
    coupons: [],
    progressiveCredits: [],
    creditNotes: [],
    prepaidCredits: [{ walletId: 'wallet', amount: usd('3.99') }],
    totals: {
      fees: usd('136.66'),
      progressiveCredits: usd('0.00'),
      coupons: usd('0.00'),
      subtotalExcludingTax: usd('136.66'),
      taxes: usd('27.33'),
      subtotalIncludingTax: usd('163.99'),
      creditNotes: usd('0.00'),
      prepaidCredits: usd('3.99'),
      total: usd('160.00'),
      paid: usd('0.00'),
      due: usd('160.00'),
    },
    createdAt: '2026-01-01T00:00:00.000Z',
  };
  return JSON.parse(JSON.stringify(data));
}

/** What is wrong with the invoice after a change. */
function problemsAfter(change: (invoice: Invoice) => void): string[] {
  const changed = invoice();
  change(changed);
  return [...invoiceProblems(changed)];
}

describe('invoiceProblems', () => {
  it('finds none on an invoice that adds up', () => {
    expect(problemsAfter(() => undefined)).toEqual([]);
  });

  it.each(Object.keys(invoice().totals).filter((name) => name !== 'paid' && name !== 'due'))(
    'finds a cent more in totals.%s',
    (name) => {
      const problems = problemsAfter(({ totals }) => {
        const money = totals[name as keyof typeof totals];
        money.amount = (BigInt(money.amount.replace('.', '')) + 1n).toString().padStart(3, '0');
        money.amount = `${money.amount.slice(0, -2)}.${money.amount.slice(-2)}`;
      });
      expect(problems.join()).toContain(`totals.${name} is `);
    },
  );

  it('finds taxes that were rounded before they were added', () => {
    const problems = problemsAfter(({ totals }) => {
      totals.taxes.amount = '27.34';
      totals.subtotalIncludingTax.amount = '164.00';
      totals.total.amount = '160.01';
    });
    expect(problems).toEqual(['totals.taxes is 27.34 instead of 27.33 USD']);
  });

  it('finds a fee that is not its precise amount, rounded half away from zero', () => {
    const problems = problemsAfter(({ fees }) => {
      const [first] = fees;
      if (first) first.preciseAmount = '68.335';
    });
    expect(problems).toEqual(['amount of fee 0 is 68.33 instead of 68.34 USD']);
  });

  it('finds taxes that are not those of the lines', () => {
    const other = problemsAfter(({ taxes }) => Object.assign(taxes[0] ?? {}, { base: '136.65' }));
    expect(other).toEqual(['tax vat is on 136.65 instead of 136.66']);
    const missing = problemsAfter((changed) => Object.assign(changed, { taxes: [] }));
    expect(missing).toEqual(['tax vat is on 0 instead of 136.66']);
    const wrong = problemsAfter(({ taxes }) => Object.assign(taxes[0]?.amount ?? {}, usd('27.34')));
    expect(wrong).toEqual(['tax vat of the invoice is 27.34 instead of 27.33 USD']);
    const line = problemsAfter(({ fees }) => {
      Object.assign(fees[0]?.taxAmount ?? {}, usd('13.66'));
      Object.assign(fees[0]?.totalAmount ?? {}, usd('81.99'));
    });
    expect(line).toEqual(['tax of fee 0 is 13.66 instead of 13.67 USD']);
  });

  it('finds shares of coupons that are not the coupons', () => {
    const shares = problemsAfter(({ fees }) => Object.assign(fees[0] ?? {}, { couponAmount: '1' }));
    expect(shares).toEqual(["the fees' shares of the coupons are 1 instead of 0"]);
    const much = problemsAfter(({ fees }) => Object.assign(fees[0] ?? {}, { couponAmount: '69' }));
    expect(much).toContain('coupons take more than fee 0 costs (69)');
  });

  it('finds another currency, an amount below zero and more due than is open', () => {
    expect(problemsAfter(({ totals }) => Object.assign(totals.due, usd('160.01')))).toEqual([
      'totals.due is more than total - paid',
    ]);
    const foreign = problemsAfter(({ totals }) => Object.assign(totals.paid, { currency: 'EUR' }));
    expect(foreign).toContain('totals.paid is in EUR');
    const negative = problemsAfter(({ totals }) => Object.assign(totals.paid, usd('-1.00')));
    expect(negative).toContain('totals.paid is negative (-1.00)');
  });

  it('takes an invoice without a number', () => {
    expect(problemsAfter((changed) => delete changed.number)).toEqual([]);
  });

  it('finds an invoice of nothing that waits for payment', () => {
    const free = problemsAfter(({ totals, prepaidCredits }) => {
      Object.assign(totals.total, usd('0.00'));
      Object.assign(totals.due, usd('0.00'));
      for (const { amount } of prepaidCredits) Object.assign(amount, usd('163.99'));
      Object.assign(totals.prepaidCredits, usd('163.99'));
    });
    expect(free).toEqual(['nothing is due and it is pending']);
  });
});

describe('moneyProblems', () => {
  const problems = (operation: Parameters<typeof moneyProblems>[0], value: unknown) => [
    ...moneyProblems(operation, value),
  ];

  it('looks at invoices, credit notes, wallets and usage, whatever brings them', () => {
    const wrong = invoice();
    wrong.totals.total.amount = '1.00';
    expect(problems(contract.invoices.preview, wrong)).not.toEqual([]);
    expect(problems(contract.invoices.list, wrong)).not.toEqual([]);
    expect(problems(contract.customers.get, wrong)).toEqual([]);
  });

  it('finds a wallet that ended and is not empty, and one below zero', () => {
    const wallet = { balance: usd('1.00'), currency: 'USD', status: 'terminated' } as Wallet;
    expect(problems(contract.credits.getWallet, wallet)).toEqual(['it ended and is not empty']);
    const negative = { balance: usd('-0.01'), currency: 'USD', status: 'active' } as Wallet;
    expect(problems(contract.credits.listWallets, negative)).toEqual([
      'its balance is negative (-0.01)',
    ]);
  });

  it('finds usage whose charges are not its amount', () => {
    const charge = { metric: 'calls', amount: usd('1.01'), preciseAmount: '1.005' };
    const usage = { charges: [charge], amount: usd('1.00') } as unknown as UsageSummary;
    expect(problems(contract.usage.current, usage)).toEqual([
      'the amount of all charges is 1.00 instead of 1.01 USD',
    ]);
  });

  it('finds a credit note whose parts are not its total', () => {
    const note = {
      credit: usd('5.00'),
      refund: usd('2.00'),
      offset: usd('0.00'),
      total: usd('6.00'),
      subtotalExcludingTax: usd('5.00'),
      taxes: usd('1.00'),
      balance: usd('5.01'),
    };
    expect([...creditNoteProblems(note as never)]).toEqual([
      'credit + refund + offset is 6.00 instead of 7.00 USD',
      'its balance is above its credit',
    ]);
  });
});
