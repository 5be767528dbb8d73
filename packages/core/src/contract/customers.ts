import { lazy } from './lazy.ts';
import { destructive, port, read, readPage, write } from './operation.ts';
import {
  Currency,
  Description,
  Instant,
  Key,
  Metadata,
  Name,
  ProviderRef,
  pageRequest,
  TimeZone,
} from './scalars.ts';
import { z } from './zod.ts';

const customerKey = () => Key.describe("The caller's own key of the customer.");

/** Names one customer. */
export const CustomerRef = lazy(() => z.strictObject({ customerKey: customerKey() }));
export type CustomerRef = z.infer<typeof CustomerRef>;

/** A postal address. */
export const Address = lazy(() =>
  z.strictObject({
    line1: Name.optional().describe('Street and number.'),
    line2: Name.optional().describe('What does not fit in the first line.'),
    city: Name.optional().describe('City.'),
    state: Name.optional().describe('State, province or region.'),
    postalCode: z.string().max(32).optional().describe('Postal code.'),
    country: z
      .string()
      .regex(/^[A-Z]{2}$/, 'Write two capital letters, such as "FR".')
      .optional()
      .describe('ISO 3166-1 alpha-2 code.'),
  }),
);
export type Address = z.infer<typeof Address>;

const fields = () => ({
  name: Name.describe('Name of the person or the company.'),
  email: z.email().max(254).describe('Where invoices go.'),
  currency: Currency.describe('Currency that the customer is billed in.'),
  timezone: TimeZone.describe('Billing periods start at midnight of this zone; UTC when absent.'),
  address: Address.describe('Postal address.'),
  legalName: Name.describe('Name on legal documents.'),
  taxNumber: z.string().max(64).describe('VAT or tax number.'),
  taxCodes: z.array(Key).describe('Taxes of this customer, where a charge and a plan name none.'),
  gracePeriodDays: z
    .int()
    .min(0)
    .max(365)
    .describe('Days that a subscription invoice stays a draft; 0 when absent.'),
  paymentTermDays: z
    .int()
    .min(0)
    .max(365)
    .describe('Days from the issuing date to the due date; 0 when absent.'),
  metadata: Metadata.describe("The caller's own data."),
});

const customerSchema = lazy(() =>
  z.strictObject({
    customerKey: customerKey(),
    ...z.strictObject(fields()).partial().shape,
    createdAt: Instant.optional().describe('When it was created, where the provider tells; UTC.'),
    providerRef: ProviderRef.optional().describe('Where it lives at the provider.'),
  }),
);
/** Somebody who is billed. */
export interface Customer extends z.infer<typeof customerSchema> {}
export const Customer: z.ZodType<Customer, Customer> = customerSchema;

const clearable = <Schema extends z.ZodType>(schema: Schema, description: string) =>
  schema.nullable().optional().describe(`${description} null clears it.`);

/** Fields that are absent stay as they are; null clears one. */
export const UpsertCustomerInput = lazy(() =>
  z.strictObject({
    customerKey: customerKey(),
    name: clearable(Name, 'Name of the person or the company.'),
    email: clearable(fields().email, 'Where invoices go.'),
    currency: Currency.optional().describe(
      'Currency that the customer is billed in; fixed by the first invoice or subscription.',
    ),
    timezone: clearable(
      TimeZone,
      'Billing periods start at midnight of this zone; UTC when absent.',
    ),
    address: clearable(Address, 'Postal address, replaced as a whole.'),
    legalName: clearable(Name, 'Name on legal documents.'),
    taxNumber: clearable(fields().taxNumber, 'VAT or tax number.'),
    taxCodes: clearable(fields().taxCodes, 'Taxes of this customer, replaced as a whole.'),
    gracePeriodDays: clearable(fields().gracePeriodDays, 'Days that an invoice stays a draft.'),
    paymentTermDays: clearable(
      fields().paymentTermDays,
      'Days from the issuing date to the due date.',
    ),
    metadata: clearable(Metadata, "The caller's own data, replaced as a whole."),
  }),
);
export type UpsertCustomerInput = z.infer<typeof UpsertCustomerInput>;

/** A link for the customer's browser. Whoever has the link has what it shows: keep it secret. */
export const Link = lazy(() =>
  z.strictObject({
    url: z.string().describe('The address to send the customer to. A secret.'),
    expiresAt: Instant.optional().describe('When the link stops working; UTC.'),
  }),
);
export type Link = z.infer<typeof Link>;

export const customers = port('customers', {
  upsert: write({
    summary: 'Create a customer, or update the one with this key.',
    repeat: 'safe',
    input: UpsertCustomerInput,
    output: Customer,
  }),
  get: read({ summary: 'Get a customer by key.', input: CustomerRef, output: Customer }),
  list: readPage({
    summary: 'List customers, newest first.',
    input: lazy(() =>
      z.strictObject({
        search: Description.optional().describe('Part of a key, a name or an email address.'),
        ...pageRequest(),
      }),
    ),
    output: Customer,
  }),
  delete: destructive({
    summary: 'Delete a customer: subscriptions end, coupons and wallets are closed, invoices stay.',
    repeat: 'safe',
    input: CustomerRef,
    output: Customer,
  }),
  createPortalLink: write({
    summary: "Create a link to the customer's pages: subscriptions, usage, invoices.",
    repeat: 'safe',
    input: CustomerRef,
    output: Link,
  }),
  createCheckoutLink: write({
    summary: 'Create a link where the customer enters a payment method.',
    repeat: 'safe',
    input: CustomerRef,
    output: Link,
  }),
});
