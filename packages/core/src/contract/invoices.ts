import { Link } from './customers.ts';
import { AppliedTax, Fee } from './fees.ts';
import { lazy } from './lazy.ts';
import { destructive, port, read, readPage, write } from './operation.ts';
import {
  CalendarDate,
  Currency,
  Description,
  Instant,
  InstantIn,
  Key,
  Metadata,
  Money,
  Name,
  Period,
  PositiveDecimal,
  ProviderRef,
  pageRequest,
  UnsignedDecimal,
} from './scalars.ts';
import { BillingTime } from './subscriptions.ts';
import { z } from './zod.ts';

const invoiceId = () => z.string().min(1).max(255).describe('Id of the invoice.');

/** Names one invoice. */
export const InvoiceRef = lazy(() => z.strictObject({ invoiceId: invoiceId() }));
export type InvoiceRef = z.infer<typeof InvoiceRef>;

const statuses = ['draft', 'finalized', 'voided', 'failed', 'pending'] as const;
const types = [
  'subscription',
  'one_off',
  'credit',
  'advance_charges',
  'progressive_billing',
] as const;
const paymentStatuses = ['pending', 'succeeded', 'failed'] as const;

/** All sums of an invoice; each line follows from those above it (`facts/rating.md §1`). */
export const InvoiceTotals = lazy(() =>
  z.strictObject({
    fees: Money.describe('Sum of the fees.'),
    progressiveCredits: Money.describe('Billed early in the same period; taken off before tax.'),
    coupons: Money.describe('Taken off before tax.'),
    subtotalExcludingTax: Money.describe('fees - progressiveCredits - coupons.'),
    taxes: Money.describe('Rounded once over all fees.'),
    subtotalIncludingTax: Money.describe('subtotalExcludingTax + taxes.'),
    creditNotes: Money.describe('Taken off after tax.'),
    prepaidCredits: Money.describe('Paid from wallets; taken off after tax.'),
    total: Money.describe('subtotalIncludingTax - creditNotes - prepaidCredits.'),
    paid: Money.describe('Paid so far.'),
    due: Money.describe('total - paid - what credit notes offset.'),
  }),
);
export type InvoiceTotals = z.infer<typeof InvoiceTotals>;

/** A credit on an invoice and where it comes from. */
const creditLine = <Name extends string>(source: Name, words: string) =>
  z.strictObject({
    [source]: z.string().describe(words),
    amount: Money.describe('What it took off.'),
  } as { [Key in Name]: z.ZodString } & { amount: typeof Money });

const invoiceSchema = lazy(() =>
  z.strictObject({
    id: z.string().describe("The invoice's id; of a preview, `preview`."),
    number: z.string().optional().describe('Number for people; absent while it is a draft.'),
    customerKey: Key.describe('The customer.'),
    type: z
      .enum([...types, 'unknown'])
      .describe(
        'credit: for bought credits; progressive_billing: usage billed early; advance_charges: of charges in advance.',
      ),
    status: z
      .enum([...statuses, 'unknown'])
      .describe('draft: still changes; finalized: never again; failed: could not be computed.'),
    paymentStatus: z
      .enum([...paymentStatuses, 'unknown'])
      .describe('succeeded at once when nothing is due.'),
    providerStatus: z.string().optional().describe("The provider's word, where one is `unknown`."),
    currency: Currency.describe('Currency of all amounts.'),
    issuingDate: CalendarDate.describe("Date on the invoice, in the customer's time zone."),
    paymentDueDate: CalendarDate.optional().describe('Until when it is to be paid.'),
    periods: z
      .array(
        z.strictObject({
          subscriptionKey: Key.describe('The subscription.'),
          planCode: Key.optional().describe('Its plan.'),
          period: Period.optional().describe('The base price that is billed, where it is.'),
          chargesPeriod: Period.optional().describe('The usage that is billed, where it is.'),
        }),
      )
      .describe('What each subscription is billed for; empty for other types.'),
    fees: z.array(Fee).describe('The lines.'),
    taxes: z.array(AppliedTax).describe('Each tax over all lines.'),
    taxRate: UnsignedDecimal.describe('Weighted mean of the rates, in percent, 5 digits.'),
    coupons: z
      .array(
        z.strictObject({
          appliedCouponId: z.string().describe("The customer's coupon."),
          couponCode: Key.describe('Its code.'),
          amount: Money.describe('What it took off.'),
        }),
      )
      .describe('Coupons in the order they were used.'),
    progressiveCredits: z
      .array(creditLine('invoiceId', 'The invoice that billed it early.'))
      .describe('Usage that was billed early.'),
    creditNotes: z
      .array(creditLine('creditNoteId', 'The credit note.'))
      .describe('Credit notes in the order they were used.'),
    prepaidCredits: z
      .array(creditLine('walletId', 'The wallet.'))
      .describe('Wallets in the order they were used.'),
    totals: InvoiceTotals.describe('All sums.'),
    paymentDisputeLostAt: Instant.optional().describe('When a dispute was lost; UTC.'),
    voidedAt: Instant.optional().describe('When it was voided; UTC.'),
    finalizedAt: Instant.optional().describe('When it became final; UTC.'),
    metadata: Metadata.optional().describe("The caller's own data."),
    failure: z.string().optional().describe('Why it could not be computed, of a failed one.'),
    createdAt: Instant.optional().describe('When it was created, where the provider tells; UTC.'),
    providerRef: ProviderRef.optional().describe('Where it lives at the provider.'),
  }),
);
/** What a customer is asked to pay. */
export interface Invoice extends z.infer<typeof invoiceSchema> {}
export const Invoice: z.ZodType<Invoice, Invoice> = invoiceSchema;

/** A line of a one-off invoice. */
export const InvoiceItem = lazy(() =>
  z.strictObject({
    name: Name.min(1).describe('What stands on the invoice.'),
    description: Description.optional().describe('More words.'),
    unitAmount: UnsignedDecimal.describe(
      "Price of one unit; major units; at most the currency's digits.",
    ),
    units: PositiveDecimal.optional().describe('How many; 1 when absent.'),
    taxCodes: z.array(Key).optional().describe("Taxes; absent: the customer's; empty: none."),
  }),
);
export type InvoiceItem = z.infer<typeof InvoiceItem>;

const CreateInvoiceInput = lazy(() =>
  z.strictObject({
    customerKey: Key.describe('The customer; must exist.'),
    currency: Currency.describe('Currency of the prices.'),
    items: z.array(InvoiceItem).min(1).max(200).describe('The lines.'),
    metadata: Metadata.optional().describe("The caller's own data."),
  }),
);
export type CreateInvoiceInput = z.infer<typeof CreateInvoiceInput>;

/** An invoice that is not made: what a subscription would be billed. */
export const PreviewInvoiceInput = lazy(() =>
  z.discriminatedUnion('of', [
    z.strictObject({
      of: z.literal('subscription').describe('The next invoice of a subscription.'),
      subscriptionKey: Key.describe('An active subscription.'),
    }),
    z.strictObject({
      of: z
        .literal('new_subscription')
        .describe('The first invoice of a subscription not made yet.'),
      customerKey: Key.describe('The customer; must exist.'),
      planCode: Key.describe('The plan; must exist.'),
      billingTime: BillingTime.optional().describe('calendar when absent.'),
      startAt: InstantIn.optional().describe('When it would start; now when absent.'),
    }),
  ]),
);
export type PreviewInvoiceInput = z.infer<typeof PreviewInvoiceInput>;

const UpdateInvoiceInput = lazy(() =>
  z.strictObject({
    invoiceId: invoiceId(),
    paymentStatus: z
      .enum(paymentStatuses)
      .optional()
      .describe('What became of the payment, when it was made outside; not on a draft.'),
    metadata: Metadata.nullable().optional().describe('Replaced as a whole; null clears it.'),
  }),
);
export type UpdateInvoiceInput = z.infer<typeof UpdateInvoiceInput>;

export const invoices = port('invoices', {
  create: write({
    summary: 'Create a one-off invoice. It is final at once.',
    repeat: 'keyed',
    money: true,
    input: CreateInvoiceInput,
    output: Invoice,
  }),
  get: read({ summary: 'Get an invoice by id.', input: InvoiceRef, output: Invoice }),
  list: readPage({
    summary: 'List invoices, newest first.',
    input: lazy(() =>
      z.strictObject({
        customerKey: Key.optional().describe('Only those of this customer.'),
        subscriptionKey: Key.optional().describe('Only those that bill this subscription.'),
        type: z.enum(types).optional().describe('Only this type.'),
        status: z.enum(statuses).optional().describe('Only this status.'),
        paymentStatus: z.enum(paymentStatuses).optional().describe('Only this payment status.'),
        issuedFrom: CalendarDate.optional().describe('Issued on this day or later.'),
        issuedTo: CalendarDate.optional().describe('Issued before this day.'),
        ...pageRequest(),
      }),
    ),
    output: Invoice,
  }),
  update: write({
    summary: 'Record the outcome of a payment, or change the metadata. Amounts never change.',
    repeat: 'safe',
    money: true,
    input: UpdateInvoiceInput,
    output: Invoice,
  }),
  preview: read({
    summary: 'Compute the next invoice of a subscription without making it.',
    input: PreviewInvoiceInput,
    output: Invoice,
  }),
  finalize: write({
    summary: 'Make a draft final before its grace period ends.',
    repeat: 'safe',
    money: true,
    input: InvoiceRef,
    output: Invoice,
  }),
  refresh: write({
    summary: 'Compute a draft again, with the usage recorded since.',
    repeat: 'safe',
    input: InvoiceRef,
    output: Invoice,
  }),
  retry: write({
    summary: 'Compute a failed invoice again.',
    repeat: 'safe',
    money: true,
    input: InvoiceRef,
    output: Invoice,
  }),
  void: destructive({
    summary: 'Void a final invoice that is not paid. Credits it used go back.',
    repeat: 'safe',
    money: true,
    input: InvoiceRef,
    output: Invoice,
  }),
  collect: write({
    summary: "Ask the customer's payment method for what is due.",
    repeat: 'never',
    money: true,
    input: InvoiceRef,
    output: Invoice,
  }),
  loseDispute: destructive({
    summary: 'Mark the payment of an invoice as disputed and lost.',
    repeat: 'safe',
    money: true,
    input: InvoiceRef,
    output: Invoice,
  }),
  createPaymentLink: write({
    summary: 'Create a link where the customer pays the invoice.',
    repeat: 'safe',
    input: InvoiceRef,
    output: Link,
  }),
  createDownloadLink: write({
    summary: 'Create a link to the invoice as a document.',
    repeat: 'safe',
    input: InvoiceRef,
    output: Link,
  }),
});
