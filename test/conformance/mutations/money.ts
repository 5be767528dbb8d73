import {
  type Billing,
  type CreditNote,
  type CreditTransaction,
  Decimal,
  type Fee,
  type Invoice,
  type Money,
  minorUnits,
  moneyFromMinor,
  type Wallet,
} from '@billport/core';
import {
  deafList,
  type Mutation,
  replacing,
  wrongError,
  wrongInput,
  wrongOptions,
  wrongPages,
  wrongResult,
} from './mutation.ts';

function changedBy(money: Money, minor: bigint): void {
  money.amount = moneyFromMinor(minorUnits(money) + minor, money.currency).amount;
}

/** Changes the taxes of an invoice, and what follows from them. */
function setTaxes({ totals }: Invoice, taxes: bigint): void {
  const more = taxes - minorUnits(totals.taxes);
  for (const money of [totals.taxes, totals.subtotalIncludingTax, totals.total, totals.due]) {
    changedBy(money, more);
  }
}

/** Takes every wallet of the customer for another one, where there is another. */
async function otherWallet(provider: Billing, walletId: string): Promise<string> {
  const { customerKey } = await provider.credits.getWallet({ walletId });
  const { items } = await provider.credits.listWallets({ customerKey, status: 'active' });
  return items.find(({ id }) => id !== walletId)?.id ?? walletId;
}

/** Mistakes with prepaid credits. */
const wallets: readonly Mutation[] = [
  wrongResult(
    'shows a wallet that was never debited',
    'credits.getWallet',
    (wallet: Wallet) => {
      changedBy(wallet.balance, minorUnits(wallet.consumed));
    },
    ['credits.add'],
  ),
  wrongInput(
    'ends the wrong wallet',
    'credits.terminateWallet',
    async (input: { walletId: string }, provider) => {
      input.walletId = await otherWallet(provider, input.walletId);
    },
  ),
  wrongResult(
    'keeps what is left in a wallet that has ended',
    'credits.terminateWallet',
    (wallet: Wallet) => {
      changedBy(wallet.balance, 1000n);
    },
  ),
  wrongResult('says that granted credits wait', 'credits.add', (added: CreditTransaction) => {
    if (added.kind === 'granted') added.status = 'pending';
  }),
  wrongInput('counts bought credits at once', 'credits.add', (input: { kind: string }) => {
    input.kind = 'granted';
  }),
  wrongOptions(
    'does not look at the idempotency key of a grant',
    'credits.add',
    ({ idempotencyKey: _, ...others }) => others,
  ),
  wrongError(
    'voids what there is instead of refusing more',
    'credits.void',
    async (error, { walletId }: { walletId: string }, provider) => {
      if (error.code !== 'insufficient_credits') throw error;
      const { creditBalance } = await provider.credits.getWallet({ walletId });
      return provider.credits.void({ walletId, credits: creditBalance });
    },
  ),
  wrongInput('voids whole credits only', 'credits.void', (input: { credits: string }) => {
    input.credits = Decimal.parse(input.credits).round(0, 'ceil').toString();
  }),
  wrongPages('forgets what invoices used', 'credits.listTransactions', (page) => ({
    ...page,
    items: page.items.filter(({ direction }) => direction !== 'out'),
  })),
  deafList('does not look at the status of transactions', 'credits.listTransactions', ['status']),
  wrongInput(
    'gives every wallet the same priority',
    'credits.createWallet',
    (input: { priority?: number }) => {
      delete input.priority;
    },
  ),
  wrongInput(
    'forgets when a wallet expires',
    'credits.createWallet',
    (input: { expiresAt?: unknown }) => {
      delete input.expiresAt;
    },
    ['credits.createWallet', 'credits.getWallet'],
  ),
];

/** Mistakes with invoices. */
const invoices: readonly Mutation[] = [
  wrongResult('is a cent off in the total', 'invoices.create', ({ totals }: Invoice) => {
    changedBy(totals.total, 1n);
  }),
  wrongResult(
    'is a cent off in the fees and all that follows',
    'invoices.create',
    ({ totals }: Invoice) => {
      for (const money of [
        totals.fees,
        totals.subtotalExcludingTax,
        totals.subtotalIncludingTax,
        totals.total,
        totals.due,
      ]) {
        changedBy(money, 1n);
      }
    },
  ),
  wrongResult('adds up rounded taxes', 'invoices.create', (invoice: Invoice) => {
    setTaxes(
      invoice,
      invoice.fees.reduce((sum, { taxAmount }) => sum + minorUnits(taxAmount), 0n),
    );
  }),
  wrongResult('rounds half to even', 'invoices.create', ({ fees }: Invoice) => {
    for (const fee of fees) {
      if (fee.preciseAmount === '0.125') changedBy(fee.amount, -1n);
    }
  }),
  wrongInput(
    'forgets the taxes of an item',
    'invoices.create',
    (input: { items: { taxCodes?: string[] }[] }) => {
      for (const item of input.items) delete item.taxCodes;
    },
  ),
  wrongInput(
    'rounds prices to the currency instead of refusing them',
    'invoices.create',
    (input: { currency: string; items: { unitAmount: string }[] }) => {
      for (const item of input.items) {
        if (input.currency === 'USD')
          item.unitAmount = Decimal.parse(item.unitAmount).round(2).toString();
      }
    },
  ),
  {
    name: 'changes the date of final invoices',
    touches: ['invoices.get'],
    break(provider) {
      let reads = 0;
      return wrongResult('', 'invoices.get', (invoice: Invoice) => {
        reads += 1;
        invoice.issuingDate = `2030-01-${String((reads % 28) + 1).padStart(2, '0')}`;
      }).break(provider);
    },
  },
  deafList('brings the invoices of everybody', 'invoices.list', ['customerKey']),
  deafList('does not look at the status of invoices', 'invoices.list', ['status']),
  deafList('does not look at the last day', 'invoices.list', ['issuedTo']),
  wrongInput(
    'forgets that an invoice is paid',
    'invoices.update',
    (input: { paymentStatus?: unknown }) => {
      delete input.paymentStatus;
    },
  ),
  wrongInput(
    'merges metadata',
    'invoices.update',
    async (input: { invoiceId: string; metadata?: object }, provider) => {
      if (!input.metadata) return;
      const before = await provider.invoices.get({ invoiceId: input.invoiceId });
      input.metadata = { ...before.metadata, ...input.metadata };
    },
  ),
  wrongResult('forgets wallets in previews', 'invoices.preview', (preview: Invoice) => {
    const { totals } = preview;
    const paid = minorUnits(totals.prepaidCredits);
    preview.prepaidCredits = [];
    changedBy(totals.prepaidCredits, -paid);
    for (const money of [totals.total, totals.due]) changedBy(money, paid);
  }),
  {
    name: 'makes the invoice that it was to preview',
    touches: ['invoices.preview'],
    break: (provider) =>
      replacing(provider, 'invoices.preview', (original) => async (input, options) => {
        const preview = (await original(input, options)) as unknown as Invoice;
        const { customerKey, currency } = preview;
        const items = [{ name: 'Preview', unitAmount: '1' }];
        await provider.invoices.create({ customerKey, currency, items });
        return preview as never;
      }),
  },
  {
    name: 'keeps the credits that a voided invoice used',
    touches: ['invoices.void'],
    break: (provider) =>
      replacing(provider, 'invoices.void', (original) => async (input, options) => {
        const voided = (await original(input, options)) as unknown as Invoice;
        for (const { walletId, amount } of voided.prepaidCredits) {
          await provider.credits.void({ walletId, credits: amount.amount });
        }
        return voided as never;
      }),
  },
  wrongError(
    'voids paid invoices',
    'invoices.void',
    async (error, { invoiceId }: { invoiceId: string }, provider) => {
      if (error.code !== 'conflict') throw error;
      return { ...(await provider.invoices.get({ invoiceId })), status: 'voided' };
    },
  ),
  wrongResult('leaves a final invoice a draft', 'invoices.finalize', (invoice: Invoice) => {
    invoice.status = 'draft';
  }),
  {
    name: 'does not look for late usage',
    touches: ['invoices.refresh'],
    break: (provider) =>
      replacing(
        provider,
        'invoices.refresh',
        () => ((input: { invoiceId: string }) => provider.invoices.get(input)) as never,
      ),
  },
];

/** Mistakes with what an invoice shows beside its sums. */
const shown: readonly Mutation[] = [
  {
    name: 'answers an update with the invoice as it was',
    touches: ['invoices.update'],
    break: (provider) =>
      replacing(provider, 'invoices.update', (original) => async (input, options) => {
        const { invoiceId } = input as { invoiceId: string };
        const before = await provider.invoices.get({ invoiceId });
        await original(input, options);
        return before as never;
      }),
  },
  wrongPages('lists invoices without their data', 'invoices.list', (page) => ({
    ...page,
    items: page.items.map(({ paymentDueDate: _, ...item }) => item),
  })),
  wrongResult('names the wrong wallet on an invoice', 'invoices.get', (invoice: Invoice) => {
    for (const line of invoice.prepaidCredits) line.walletId += '0';
  }),
  wrongResult('shows the tax of one line only', 'invoices.get', ({ taxes }: Invoice) => {
    for (const tax of taxes) tax.base = '1';
  }),
  wrongPages(
    'bills twice what it has billed early',
    'invoices.list',
    (page) => {
      for (const invoice of page.items as unknown as Invoice[]) {
        const { totals } = invoice;
        const early = minorUnits(totals.progressiveCredits);
        invoice.progressiveCredits = [];
        changedBy(totals.progressiveCredits, -early);
        const { subtotalExcludingTax, subtotalIncludingTax, total, due } = totals;
        for (const sum of [subtotalExcludingTax, subtotalIncludingTax, total, due]) {
          changedBy(sum, early);
        }
      }
    },
    ['plans.create'],
  ),
  wrongResult(
    'estimates the price of the last tier for all units',
    'usage.estimateFees',
    ({ fees }: { fees: Fee[] }) => {
      for (const fee of fees) {
        const price = Decimal.parse(fee.units).times(Decimal.parse('0.3'));
        fee.preciseAmount = price.toString();
        fee.amount.amount = price.round(2).toFixed(2);
        fee.totalAmount.amount = fee.amount.amount;
      }
    },
  ),
  wrongInput(
    'lets every wallet pay everything',
    'credits.createWallet',
    (input: { appliesTo?: unknown }) => {
      delete input.appliesTo;
    },
  ),
];

/** Mistakes with credit notes. */
const creditNotes: readonly Mutation[] = [
  wrongResult('forgets the tax of a credit note', 'creditNotes.create', (note: CreditNote) => {
    const tax = minorUnits(note.taxes);
    for (const money of [note.taxes, note.total, note.credit, note.balance]) changedBy(money, -tax);
  }),
  wrongInput(
    'gives everything back as credit',
    'creditNotes.create',
    (input: { refund?: unknown; offset?: unknown }) => {
      delete input.refund;
      delete input.offset;
    },
  ),
  {
    name: 'makes the credit note that it was to estimate',
    touches: ['creditNotes.estimate'],
    break: (provider) =>
      replacing(provider, 'creditNotes.estimate', (original) => async (input, options) => {
        const estimate = await original(input, options);
        const { invoiceId, items } = input as { invoiceId: string; items: CreditNote['items'] };
        await provider.creditNotes.create({ invoiceId, items, reason: 'other' });
        return estimate;
      }),
  },
  {
    name: 'says that a credit note is void and leaves it',
    touches: ['creditNotes.void'],
    break: (provider) =>
      replacing(provider, 'creditNotes.void', () => async (input) => {
        const note = await provider.creditNotes.get(input as { creditNoteId: string });
        const balance = moneyFromMinor(0n, note.currency);
        return { ...note, creditStatus: 'voided', balance } as never;
      }),
  },
  deafList('brings the credit notes of every invoice', 'creditNotes.list', ['invoiceId']),
];

/** Mistakes with money. */
export const moneyMutations: readonly Mutation[] = [
  ...wallets,
  ...invoices,
  ...shown,
  ...creditNotes,
];
