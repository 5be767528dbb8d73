import {
  BillingError,
  type Customer,
  emulated,
  type Handlers,
  type Link,
  native,
  type UpsertCustomerInput,
} from '@billport/core';
import { applyChanges } from './apply-changes.ts';
import { changeTimezone } from './billing/change-timezone.ts';
import { closeAppliedCoupons } from './coupons/end-applied-coupons.ts';
import { checkoutLink, portalLink } from './customer-links.ts';
import { command, type Engine, type Moment, query } from './engine.ts';
import { finalizeDraft } from './invoicing/finalize-draft.ts';
import { checkReferences } from './references.ts';
import { endSubscriptionsOf } from './subscriptions/end.ts';
import { endWallet } from './wallets/end-wallet.ts';

/** What of the customer is billed in a currency, in the words of a message. */
function billedIn(engine: Engine, customerKey: string, currency: string): string | undefined {
  if (engine.stays.living('customer', customerKey).length > 0) return 'a subscription';
  const wallets = engine.tables.wallets.all({ customer: customerKey, status: 'active' });
  if (wallets.some((wallet) => wallet.currency === currency)) return 'a wallet';
  const invoices = engine.invoices.all({ customerKey });
  if (invoices.some(({ body }) => body.currency === currency)) return 'an invoice';
  return undefined;
}

/** @throws BillingError `conflict` when the currency would change under something that is billed in it. */
function checkCurrency(engine: Engine, customer: Customer, currency: string | undefined): void {
  if (currency === undefined || customer.currency === undefined) return;
  if (currency === customer.currency) return;
  const billed = billedIn(engine, customer.customerKey, customer.currency);
  if (billed === undefined) return;
  throw new BillingError('conflict', {
    message: `currency: the customer has ${billed} in ${customer.currency}. Create another customer for ${currency}.`,
    issues: [{ path: ['currency'], message: `Fixed to ${customer.currency} by ${billed}.` }],
    details: { resource: 'customer', key: customer.customerKey },
  });
}

function upsert(
  engine: Engine,
  input: UpsertCustomerInput,
  { now, instant: createdAt }: Moment,
): Customer {
  const { customers, taxes } = engine.tables;
  const { customerKey } = input;
  checkReferences(taxes, input.taxCodes, ['taxCodes']);
  const existing = customers.find(customerKey);
  const before: Customer = existing ?? { customerKey, createdAt };
  checkCurrency(engine, before, input.currency);
  const customer = applyChanges(before, input);
  if (existing === undefined) customers.insert(customerKey, customer, {});
  else customers.replace(customerKey, customer);
  if (customer.timezone !== before.timezone) changeTimezone(engine, customerKey, now);
  return customer;
}

/**
 * Deletes a customer. The last invoices come first: coupons and wallets still count on them.
 * Invoices and ended things stay under the key, which can be created again.
 */
function remove(engine: Engine, customerKey: string, moment: Moment): Customer {
  const { customers, appliedCoupons, wallets } = engine.tables;
  customers.get(customerKey);
  endSubscriptionsOf(engine, customerKey, moment);
  for (const draft of engine.invoices.all({ customerKey, status: 'draft' })) {
    finalizeDraft(engine, draft, moment.now);
  }
  closeAppliedCoupons(engine, appliedCoupons.all({ customer: customerKey }), moment);
  for (const wallet of wallets.all({ customer: customerKey, status: 'active' })) {
    endWallet(engine, wallet, 'voided', moment);
  }
  const customer = customers.get(customerKey);
  customers.remove(customerKey);
  return customer;
}

/** The fields that `search` looks in. */
const SEARCHED = ['customerKey', 'name', 'email'] as const;

const PORTAL =
  'The link holds a page with the data of this moment; the embedded engine runs no server that could keep it up to date.';
const CHECKOUT =
  'There is no payment provider behind the embedded engine: the page tells what is owed and whom to pay, and takes no payment method.';

/** The port `customers`. */
export function customerHandlers(engine: Engine) {
  const { customers } = engine.tables;
  return {
    upsert: native(command(engine, (input, moment) => upsert(engine, input, moment))),
    get: native(query(engine, ({ customerKey }) => customers.get(customerKey))),
    list: native(
      query(engine, ({ search, ...page }) =>
        customers.page(
          page,
          {},
          search === undefined ? undefined : { text: search, fields: SEARCHED },
        ),
      ),
    ),
    delete: native(
      command(engine, ({ customerKey }, moment) => remove(engine, customerKey, moment)),
    ),
    createPortalLink: emulated(
      query(engine, ({ customerKey }, moment): Link => portalLink(engine, customerKey, moment)),
      PORTAL,
    ),
    createCheckoutLink: emulated(
      query(engine, ({ customerKey }): Link => checkoutLink(engine, customerKey)),
      CHECKOUT,
    ),
  } satisfies Handlers['customers'];
}
