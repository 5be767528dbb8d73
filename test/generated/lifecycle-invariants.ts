import {
  type AppliedCoupon,
  type CreditNote,
  type CreditTransaction,
  Decimal,
  type Invoice,
  type Money,
  type Subscription,
  type Wallet,
} from '@billport/core';
import type { EmbeddedBilling } from '@billport/embedded';

/** Everything that the public lists show. */
export interface Books {
  readonly invoices: readonly Invoice[];
  readonly wallets: readonly { wallet: Wallet; transactions: readonly CreditTransaction[] }[];
  readonly coupons: readonly AppliedCoupon[];
  readonly notes: readonly CreditNote[];
  readonly subscriptions: readonly Subscription[];
}

/** Reads all lists. */
export async function readBooks(billing: EmbeddedBilling): Promise<Books> {
  const wallets = await Array.fromAsync(billing.credits.listWallets({ limit: 100 }));
  return {
    invoices: await Array.fromAsync(billing.invoices.list({ limit: 100 })),
    wallets: await Promise.all(
      wallets.map(async (wallet) => ({
        wallet,
        transactions: await Array.fromAsync(
          billing.credits.listTransactions({ walletId: wallet.id, limit: 100 }),
        ),
      })),
    ),
    coupons: await Array.fromAsync(billing.coupons.listApplied({ limit: 100 })),
    notes: await Array.fromAsync(billing.creditNotes.list({ limit: 100 })),
    subscriptions: await Array.fromAsync(billing.subscriptions.list({ limit: 100 })),
  };
}

/** Cents of an amount of dollars. */
const cents = (money: Money) => BigInt(money.amount.replace('.', ''));
const sum = (amounts: readonly Money[]) =>
  amounts.reduce((total, money) => total + cents(money), 0n);
const amountsOf = (lines: readonly { amount: Money }[]) => sum(lines.map(({ amount }) => amount));

function* mismatch(what: string, shown: bigint, expected: bigint): Generator<string> {
  if (shown !== expected) yield `${what} is ${shown}, not ${expected}`;
}

/** The tax of an invoice: rounded once over the unrounded taxes of its fees (facts/rating.md §2). */
function expectedTax({ fees }: Invoice): bigint {
  const precise = fees.flatMap(({ taxes }) =>
    taxes.map(({ base, rate }) => Decimal.parse(base).times(Decimal.parse(rate))),
  );
  return Decimal.sum(precise).round(0).toScaled(0);
}

function* invoiceProblems(invoice: Invoice): Generator<string> {
  const { totals, id } = invoice;
  const total = (name: keyof typeof totals) => cents(totals[name]);
  yield* mismatch(`${id} fees`, total('fees'), amountsOf(invoice.fees));
  yield* mismatch(`${id} coupons`, total('coupons'), amountsOf(invoice.coupons));
  yield* mismatch(`${id} credit notes`, total('creditNotes'), amountsOf(invoice.creditNotes));
  yield* mismatch(`${id} prepaid`, total('prepaidCredits'), amountsOf(invoice.prepaidCredits));
  const subtotal = total('fees') - total('progressiveCredits') - total('coupons');
  yield* mismatch(`${id} subtotal`, total('subtotalExcludingTax'), subtotal);
  yield* mismatch(`${id} tax`, total('taxes'), expectedTax(invoice));
  const after = subtotal + total('taxes') - total('creditNotes') - total('prepaidCredits');
  yield* mismatch(`${id} total`, total('total'), after);
  for (const [name, money] of Object.entries(totals)) {
    if (cents(money) < 0n) yield `${id} ${name} is ${money.amount}`;
  }
  for (const fee of invoice.fees) {
    if (cents(fee.amount) < 0n) yield `${fee.id} costs ${fee.amount.amount}`;
    const covered = Decimal.parse(fee.couponAmount).compare(Decimal.parse(fee.amount.amount)) <= 0;
    if (!covered) yield `${fee.id} has more coupons than it costs`;
  }
}

/** What live invoices took from one source. */
function taken(
  { invoices }: Books,
  lines: (invoice: Invoice) => readonly { amount: Money }[],
): bigint {
  return invoices
    .filter(({ status }) => status !== 'voided' && status !== 'draft')
    .reduce((total, invoice) => total + amountsOf(lines(invoice)), 0n);
}

function* walletProblems(books: Books): Generator<string> {
  for (const { wallet, transactions } of books.wallets) {
    const settled = transactions.filter(({ status }) => status === 'settled');
    const into = amountsOf(settled.filter(({ direction }) => direction === 'in'));
    const out = amountsOf(settled.filter(({ direction }) => direction === 'out'));
    yield* mismatch(`${wallet.id} balance`, cents(wallet.balance), into - out);
    if (into < out) yield `${wallet.id} is below zero`;
    const used = taken(books, (invoice) =>
      invoice.prepaidCredits.filter(({ walletId }) => walletId === wallet.id),
    );
    yield* mismatch(`${wallet.id} consumed`, cents(wallet.consumed), used);
  }
}

function* couponProblems(books: Books): Generator<string> {
  for (const coupon of books.coupons) {
    const { discount, frequency, id } = coupon;
    const lines = ({ coupons }: Invoice) =>
      coupons.filter(({ appliedCouponId }) => appliedCouponId === id);
    if (frequency.type === 'once' && discount.type === 'fixed_amount') {
      const left = cents(discount.amount) - taken(books, lines);
      if (left < 0n) yield `${id} took off more than it has`;
      if (coupon.remainingAmount)
        yield* mismatch(`${id} rest`, cents(coupon.remainingAmount), left);
    }
    if (frequency.type === 'recurring') {
      const uses = books.invoices.filter(
        (invoice) => invoice.status === 'finalized' && lines(invoice).length > 0,
      );
      const left = frequency.periods - uses.length;
      yield* mismatch(`${id} periods`, BigInt(coupon.remainingPeriods ?? 0), BigInt(left));
    }
  }
}

function* noteProblems(books: Books): Generator<string> {
  for (const note of books.notes) {
    const { id, credit, refund, offset, total, balance, creditStatus } = note;
    yield* mismatch(`${id} total`, cents(total), sum([credit, refund, offset]));
    const used = taken(books, ({ creditNotes }) =>
      creditNotes.filter(({ creditNoteId }) => creditNoteId === id),
    );
    if (used > cents(credit)) yield `${id} paid more than it credits`;
    const left = creditStatus === 'voided' ? 0n : cents(credit) - used;
    yield* mismatch(`${id} balance`, cents(balance), left);
  }
  for (const invoice of books.invoices) {
    const notes = books.notes.filter(({ invoiceId }) => invoiceId === invoice.id);
    for (const fee of invoice.fees) {
      const back = notes.flatMap(({ items }) => items).filter(({ feeId }) => feeId === fee.id);
      if (amountsOf(back) > cents(fee.amount)) yield `${fee.id} gave back more than it cost`;
    }
  }
}

/** Usage is billed once: the spans of a subscription never overlap, on no plan. */
function* spanProblems({ invoices, subscriptions }: Books): Generator<string> {
  for (const { subscriptionKey } of subscriptions) {
    const spans = invoices
      .filter(({ type }) => type === 'subscription')
      .flatMap(({ periods, id }) => periods.map((period) => ({ ...period, id })))
      .filter((period) => period.subscriptionKey === subscriptionKey)
      .flatMap(({ chargesPeriod, planCode, id }) =>
        chargesPeriod === undefined ? [] : [{ ...chargesPeriod, planCode, id }],
      )
      .sort((one, other) => (one.from < other.from ? -1 : 1));
    for (const [index, span] of spans.entries()) {
      const before = spans[index - 1];
      if (span.from > span.to)
        yield `${subscriptionKey}: ${span.id} bills ${span.from} to ${span.to}`;
      if (before !== undefined && span.from < before.to) {
        yield `${subscriptionKey}: ${before.id} bills up to ${before.to}, ${span.id} from ${span.from}`;
      }
    }
  }
}

/** What does not add up in the books; empty when all does. */
export function bookProblems(books: Books): string[] {
  return [
    ...books.invoices.flatMap((invoice) => [...invoiceProblems(invoice)]),
    ...walletProblems(books),
    ...couponProblems(books),
    ...noteProblems(books),
    ...spanProblems(books),
  ];
}

/** What of an invoice must stay for ever once it is final. */
export function fixedPart(invoice: Invoice): string {
  const {
    status: _s,
    paymentStatus: _p,
    voidedAt: _v,
    paymentDisputeLostAt: _d,
    ...rest
  } = invoice;
  const { paid: _paid, due: _due, ...totals } = rest.totals;
  const fees = rest.fees.map(({ paymentStatus: _, ...fee }) => fee);
  return JSON.stringify({ ...rest, totals, fees });
}

/** What a preview and the invoice that follows have in common. */
export function previewedPart(invoice: Invoice): unknown {
  const { periods, totals, taxes, taxRate, coupons, creditNotes, prepaidCredits } = invoice;
  const fees = invoice.fees.map((fee) => {
    const {
      id: _id,
      invoiceId: _invoice,
      createdAt: _at,
      trueUpOf,
      paymentStatus: _p,
      ...rest
    } = fee;
    return { ...rest, isTrueUp: trueUpOf !== undefined };
  });
  const { issuingDate, currency, type } = invoice;
  return {
    periods,
    totals,
    taxes,
    taxRate,
    coupons,
    creditNotes,
    prepaidCredits,
    fees,
    issuingDate,
    currency,
    type,
  };
}
