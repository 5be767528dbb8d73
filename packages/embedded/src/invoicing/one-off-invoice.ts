import {
  type CreateInvoiceInput,
  currencyDigits,
  Decimal,
  invalidInput,
  moneyFromMinor,
} from '@billport/core';
import { oneOffFee } from '@billport/rating';
import { compact } from '../apply-changes.ts';
import { type FeeLine, majorText } from '../billing/fee-line.ts';
import { taxCodesFor } from '../billing/tax-codes.ts';
import { type Engine, type Moment, nextId } from '../engine.ts';
import { checkReferences } from '../references.ts';
import { fixCurrency } from '../subscriptions/fix-currency.ts';
import type { InvoiceRecord } from './invoice-record.ts';
import { issueInvoice } from './issue-invoice.ts';

type Item = CreateInvoiceInput['items'][number];

/** @throws BillingError `invalid_input` when a price has more digits than its currency. */
function checkDigits(items: readonly Item[], currency: string): void {
  const digits = currencyDigits(currency);
  const issues = items.flatMap(({ unitAmount }, index) => {
    const price = Decimal.parse(unitAmount);
    if (price.round(digits).equals(price)) return [];
    const message = `Write ${currency} with at most ${digits} digits behind the point.`;
    return [{ path: ['items', index, 'unitAmount'], message }];
  });
  if (issues.length > 0) throw invalidInput(issues);
}

function itemLine(
  engine: Engine,
  customerKey: string,
  item: Item,
  currency: string,
  createdAt: string,
): FeeLine {
  const units = Decimal.parse(item.units ?? '1');
  const price = Decimal.parse(item.unitAmount);
  const minor = Decimal.fromScaled(price.toScaled(currencyDigits(currency)), 0);
  const id = nextId(engine, 'fee');
  const { amountMinor } = oneOffFee({ id, unitAmountMinor: minor, units });
  return compact({
    id,
    type: 'add_on' as const,
    name: item.name,
    description: item.description,
    units: units.toString(),
    unitAmount: price.toString(),
    amount: moneyFromMinor(amountMinor, currency),
    preciseAmount: majorText(minor.times(units), currency),
    taxCodes: item.taxCodes ?? taxCodesFor(engine, customerKey, undefined, undefined),
    createdAt,
  });
}

/** Makes a one-off invoice: fees and taxes, no coupons, credit notes or wallets (§15). */
export function createOneOffInvoice(
  engine: Engine,
  input: CreateInvoiceInput,
  { now, instant }: Moment,
): InvoiceRecord {
  const { customerKey, currency, items, metadata } = input;
  const customer = engine.tables.customers.get(customerKey);
  checkDigits(items, currency);
  for (const [index, { taxCodes }] of items.entries()) {
    checkReferences(engine.tables.taxes, taxCodes, ['items', index, 'taxCodes']);
  }
  fixCurrency(engine, customer, currency, 'currency');
  const lines = items.map((item) => itemLine(engine, customerKey, item, currency, instant));
  return issueInvoice(
    engine,
    {
      customerKey,
      type: 'one_off',
      currency,
      lines,
      periods: [],
      ...(metadata === undefined ? {} : { state: { metadata } }),
    },
    now,
  );
}
