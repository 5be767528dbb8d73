import { z } from 'zod';
import { currency, filledText, instant, number, oneOf, text } from '../requests/field-rules.ts';

/** A line; numbers, not texts (`facts/paigo.md §3.5`). */
const ITEM = z.strictObject({
  name: filledText,
  quantity: number.min(0, 'must not be less than 0'),
  unitCost: number,
  description: text.optional(),
});

/** What makes an invoice by hand (`facts/paigo.md §3.5`). */
export const CREATE_INVOICE = z.strictObject({
  customerId: filledText,
  items: z.array(ITEM).min(1, 'should not be empty'),
  invoiceDate: instant.optional(),
  currency: currency.optional(),
  invoicePaymentTerm: oneOf('30', '60', '').optional(),
  storePaymentAsCredit: z.boolean().optional(),
});
