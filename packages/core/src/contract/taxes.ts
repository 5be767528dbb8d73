import { lazy } from './lazy.ts';
import { destructive, port, read, readPage, write } from './operation.ts';
import {
  Description,
  Instant,
  Key,
  Name,
  ProviderRef,
  pageRequest,
  UnsignedDecimal,
} from './scalars.ts';
import { z } from './zod.ts';

const code = () => Key.describe("The caller's own code of the tax.");
const rate = () => UnsignedDecimal.describe('Percent, such as 20 or 8.875.');
const byDefault = () =>
  z
    .boolean()
    .optional()
    .describe('Whether it applies where no charge, plan or customer names a tax.');

/** Names one tax. */
export const TaxRef = lazy(() => z.strictObject({ code: code() }));
export type TaxRef = z.infer<typeof TaxRef>;

const taxSchema = lazy(() =>
  z.strictObject({
    code: code(),
    name: Name.describe('Name for people.'),
    description: Description.optional().describe('What it is.'),
    rate: rate(),
    byDefault: byDefault(),
    createdAt: Instant.describe('When it was created; UTC.'),
    providerRef: ProviderRef.optional().describe('Where it lives at the provider.'),
  }),
);
/** A percentage on what is left of a fee after coupons. */
export interface Tax extends z.infer<typeof taxSchema> {}
export const Tax: z.ZodType<Tax, Tax> = taxSchema;

/** A new tax. */
export const CreateTaxInput = lazy(() =>
  z.strictObject({
    code: code(),
    name: Name.optional().describe('Name for people; the code when absent.'),
    description: Description.optional().describe('What it is.'),
    rate: rate(),
    byDefault: byDefault(),
  }),
);
export type CreateTaxInput = z.infer<typeof CreateTaxInput>;

const UpdateTaxInput = lazy(() =>
  z.strictObject({
    code: code(),
    name: Name.optional().describe('Name for people.'),
    description: Description.nullable().optional().describe('What it is; null clears it.'),
    rate: rate().optional(),
    byDefault: byDefault(),
  }),
);
export type UpdateTaxInput = z.infer<typeof UpdateTaxInput>;

export const taxes = port('taxes', {
  create: write({ summary: 'Create a tax.', repeat: 'keyed', input: CreateTaxInput, output: Tax }),
  get: read({ summary: 'Get a tax by code.', input: TaxRef, output: Tax }),
  list: readPage({
    summary: 'List taxes, newest first.',
    input: lazy(() => z.strictObject(pageRequest())),
    output: Tax,
  }),
  update: write({
    summary: 'Change a tax. Invoices that are final keep what they had.',
    repeat: 'safe',
    input: UpdateTaxInput,
    output: Tax,
  }),
  delete: destructive({
    summary: 'Delete a tax and take it from every plan, charge and customer.',
    repeat: 'safe',
    input: TaxRef,
    output: Tax,
  }),
});
