import {
  type CreateInvoiceInput,
  checkInput,
  contract,
  currencyDigits,
  Decimal,
  type Invoice,
} from '@billport/core';
import { z } from 'zod';
import { Refusal } from '../../answers/refusal.ts';
import { shortMoney, shownInvoiceWithFees } from '../../answers/shown/index.ts';
import { findCustomer } from '../../arguments/references/index.ts';
import type { Change } from '../change.ts';
import { fieldsOf } from '../fields-of.ts';
import { itemsMoney, taxInWords } from '../items-money.ts';
import { counted, keyInWords, namedCustomer } from '../named.ts';
import { requireCurrency } from '../pays-in.ts';
import { reference } from '../reference.ts';
import { warningsOf } from '../result-warnings.ts';
import { changingTool } from '../tool.ts';
import type { ToolCall } from '../tool-call.ts';

const { currency, items, metadata } = fieldsOf(contract.invoices.create, [
  'currency',
  'items',
  'metadata',
]);

const invoiceArguments = z.strictObject({
  customer: reference().describe('Key, name or email.'),
  items: items.describe('unitAmount in major units; units 1 when absent.'),
  currency: currency.optional().describe("The customer's when absent."),
  metadata,
});

/** @throws Refusal `invalid_arguments` for a price with more digits than its currency has. */
function checkDigits({ items, currency }: CreateInvoiceInput): void {
  const digits = currencyDigits(currency);
  const index = items.findIndex(({ unitAmount }) => {
    const price = Decimal.parse(unitAmount);
    return !price.round(digits).equals(price);
  });
  if (index === -1) return;
  throw new Refusal('invalid_arguments', {
    field: `items[${index}].unitAmount`,
    message: `items[${index}].unitAmount: ${currency} has ${digits} digits behind the point.`,
    next: 'Write at most as many, and more units of a larger one where a unit costs less.',
  });
}

async function plan(
  { customer: customerReference, currency, ...rest }: z.output<typeof invoiceArguments>,
  call: ToolCall,
): Promise<Change> {
  const customer = await findCustomer(call, customerReference);
  const paid = currency ?? customer.currency;
  if (paid === undefined) {
    throw new Refusal('invalid_arguments', {
      field: 'currency',
      message: `currency: ${namedCustomer(customer)} has no currency yet.`,
      next: 'Call again with currency, such as USD.',
    });
  }
  requireCurrency(customer, paid, 'currency', 'the invoice');
  const { customerKey } = customer;
  const input = checkInput(contract.invoices.create, { customerKey, currency: paid, ...rest });
  checkDigits(input);
  const total = await itemsMoney(call, input, customer);
  return {
    effect: `Invoice ${namedCustomer(customer)} ${shortMoney(total.beforeTax)} before tax for ${counted(input.items.length, 'item')}${taxInWords(total)}. It is final at once.`,
    needsConsent: true,
    money: total.withTax ?? total.beforeTax,
    targets: [`customer:${customerKey}`],
    basis: { customerKey, taxCodes: customer.taxCodes, currency: customer.currency },
    calls: [{ operation: 'invoices.create', input }],
    show: (results) => {
      const [invoice] = results as [Invoice];
      return {
        summary: `Invoiced ${namedCustomer(customer)}: ${keyInWords(invoice.number ?? invoice.id)}, ${shortMoney(invoice.totals.total)} with tax.`,
        facts: { invoice: shownInvoiceWithFees(invoice, call.detailed) },
        next: call.billing.supports('invoices.createPaymentLink')
          ? 'get_link with kind payment makes a link to pay it.'
          : undefined,
        warnings: warningsOf(results),
      };
    },
  };
}

/** Makes a one-off invoice. */
export const createInvoice = changingTool({
  name: 'create_invoice',
  title: 'Create invoice',
  description: 'Make a one-off invoice, final at once.',
  toolset: 'invoicing',
  scope: 'billing:money',
  safety: {
    readOnlyHint: false,
    destructiveHint: false,
    idempotentHint: false,
    openWorldHint: true,
  },
  needs: ['invoices.create', ['customers.get', 'customers.list']],
  arguments: invoiceArguments,
  plan,
});
