import { Link } from './customers.ts';
import { lazy } from './lazy.ts';
import { destructive, port, read, readPage, write } from './operation.ts';
import {
  CalendarDate,
  Currency,
  Description,
  Instant,
  Key,
  Metadata,
  Money,
  PositiveMoney,
  ProviderRef,
  pageRequest,
  SignedDecimal,
  UnsignedMoney,
} from './scalars.ts';
import { z } from './zod.ts';

const creditNoteId = () => z.string().min(1).max(255).describe('Id of the credit note.');
const invoiceId = () => z.string().min(1).max(255).describe('Id of the invoice.');

/** Names one credit note. */
export const CreditNoteRef = lazy(() => z.strictObject({ creditNoteId: creditNoteId() }));
export type CreditNoteRef = z.infer<typeof CreditNoteRef>;

const reasons = [
  'duplicated_charge',
  'product_unsatisfactory',
  'order_change',
  'order_cancellation',
  'fraudulent_charge',
  'other',
] as const;

/** A part of a fee that is given back. */
export const CreditNoteItem = lazy(() =>
  z.strictObject({
    feeId: z.string().min(1).max(255).describe('Id of the fee.'),
    amount: PositiveMoney.describe('Before tax; at most what is left of the fee.'),
  }),
);
export type CreditNoteItem = z.infer<typeof CreditNoteItem>;

const items = () => z.array(CreditNoteItem).min(1).max(200).describe('What is given back.');

const refundStatuses = ['pending', 'succeeded', 'failed'] as const;

const creditNoteSchema = lazy(() =>
  z.strictObject({
    id: z.string().describe("The credit note's id."),
    number: z.string().describe('Number for people.'),
    invoiceId: invoiceId(),
    customerKey: Key.describe('The customer.'),
    reason: z.enum([...reasons, 'unknown']).describe('Why.'),
    description: Description.optional().describe('More words.'),
    currency: Currency.describe("The invoice's currency."),
    issuingDate: CalendarDate.describe("Date on the note, in the customer's time zone."),
    items: z
      .array(
        z.strictObject({
          feeId: z.string().describe('Id of the fee.'),
          amount: Money.describe('Before tax, cut to minor units.'),
        }),
      )
      .describe('What is given back.'),
    couponAdjustment: Money.describe("The items' share of the invoice's coupons."),
    subtotalExcludingTax: Money.describe('Items less the coupon adjustment.'),
    taxes: Money.describe('Taxes on that.'),
    total: Money.describe('credit + refund + offset.'),
    credit: Money.describe('For later invoices.'),
    refund: Money.describe('Paid back.'),
    offset: Money.describe('Lowers what is due on its own invoice.'),
    balance: Money.describe('What is left of the credit.'),
    creditStatus: z
      .enum(['available', 'consumed', 'voided', 'none', 'unknown'])
      .describe('none: there is no credit part.'),
    refundStatus: z
      .enum([...refundStatuses, 'none', 'unknown'])
      .describe('none: there is no refund part.'),
    voidedAt: Instant.optional().describe('When the balance was voided; UTC.'),
    metadata: Metadata.optional().describe("The caller's own data."),
    createdAt: Instant.describe('When it was created; UTC.'),
    providerRef: ProviderRef.optional().describe('Where it lives at the provider.'),
  }),
);
/** What a customer gets back of an invoice. */
export interface CreditNote extends z.infer<typeof creditNoteSchema> {}
export const CreditNote: z.ZodType<CreditNote, CreditNote> = creditNoteSchema;

/** What a credit note over these items would come to. */
export const CreditNoteEstimate = lazy(() =>
  z.strictObject({
    couponAdjustment: Money.describe("The items' share of the invoice's coupons."),
    subtotalExcludingTax: Money.describe('Items less the coupon adjustment.'),
    taxes: Money.describe('Taxes on that.'),
    total: Money.describe('What can be credited.'),
    maxRefund: Money.describe('How much of it can be refunded: what was paid.'),
    maxOffset: Money.describe('How much of it can lower what is due.'),
    preciseTaxes: SignedDecimal.describe('The taxes before rounding; major units.'),
  }),
);
export type CreditNoteEstimate = z.infer<typeof CreditNoteEstimate>;

const CreateCreditNoteInput = lazy(() =>
  z.strictObject({
    invoiceId: invoiceId(),
    reason: z.enum(reasons).describe('Why.'),
    description: Description.optional().describe('More words.'),
    items: items(),
    credit: UnsignedMoney.optional().describe(
      'For later invoices; what refund and offset leave when absent.',
    ),
    refund: UnsignedMoney.optional().describe('Paid back; at most what was paid; 0 when absent.'),
    offset: UnsignedMoney.optional().describe('Lowers what is due on the invoice; 0 when absent.'),
    metadata: Metadata.optional().describe("The caller's own data."),
  }),
);
export type CreateCreditNoteInput = z.infer<typeof CreateCreditNoteInput>;

const UpdateCreditNoteInput = lazy(() =>
  z.strictObject({
    creditNoteId: creditNoteId(),
    refundStatus: z
      .enum(refundStatuses)
      .optional()
      .describe('What became of the refund, made outside.'),
    metadata: Metadata.nullable().optional().describe('Replaced as a whole; null clears it.'),
  }),
);
export type UpdateCreditNoteInput = z.infer<typeof UpdateCreditNoteInput>;

export const creditNotes = port('creditNotes', {
  create: write({
    summary: 'Give back a part of a final invoice: as credit, refund or offset.',
    repeat: 'never',
    money: true,
    input: CreateCreditNoteInput,
    output: CreditNote,
  }),
  get: read({ summary: 'Get a credit note by id.', input: CreditNoteRef, output: CreditNote }),
  list: readPage({
    summary: 'List credit notes, newest first.',
    input: lazy(() =>
      z.strictObject({
        customerKey: Key.optional().describe('Only those of this customer.'),
        invoiceId: invoiceId().optional(),
        ...pageRequest(),
      }),
    ),
    output: CreditNote,
  }),
  update: write({
    summary: 'Record the outcome of a refund, or change the metadata.',
    repeat: 'safe',
    money: true,
    input: UpdateCreditNoteInput,
    output: CreditNote,
  }),
  estimate: read({
    summary: 'Compute a credit note without making it.',
    input: lazy(() => z.strictObject({ invoiceId: invoiceId(), items: items() })),
    output: CreditNoteEstimate,
  }),
  void: destructive({
    summary: 'Void what is left of the credit.',
    repeat: 'safe',
    money: true,
    input: CreditNoteRef,
    output: CreditNote,
  }),
  createDownloadLink: write({
    summary: 'Create a link to the credit note as a document.',
    repeat: 'safe',
    input: CreditNoteRef,
    output: Link,
  }),
});
