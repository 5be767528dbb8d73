import { path } from '@billport/adapter-kit';
import { type contract, type Handlers, type InputOf, native, partial } from '@billport/core';
import type { CallContext, Connection } from './connection.ts';
import { checkoutLink, portalLink } from './customers/customer-links.ts';
import { deleteCustomer } from './customers/delete-customer.ts';
import { readCustomer } from './customers/read-customer.ts';
import { toCustomer } from './customers/to-customer.ts';
import { LICENSED_FIELDS, upsertCustomer } from './customers/upsert-customer.ts';
import type { LagoCustomer } from './wire/customer.ts';

const UNLICENSED = 'Without a licence Lago bills in UTC and makes no drafts.';

type ListInput = InputOf<typeof contract.customers.list>;

function listCustomers(
  lago: Connection,
  { search, limit, cursor }: ListInput,
  context: CallContext,
) {
  return lago.page<LagoCustomer, ReturnType<typeof toCustomer>>(
    {
      path: path`/customers`,
      query: { search_term: search },
      root: 'customers',
      limit,
      cursor,
      toItem: toCustomer,
    },
    context,
  );
}

/** The port `customers`. */
export function customerHandlers(lago: Connection) {
  const upsert: NonNullable<Handlers['customers']>['upsert'] = lago.premium
    ? native((input, context) => upsertCustomer(lago, input, context))
    : partial(
        (input, context) => upsertCustomer(lago, input, context),
        UNLICENSED,
        LICENSED_FIELDS,
      );
  return {
    upsert,
    get: native(async ({ customerKey }, context) =>
      toCustomer(await readCustomer(lago, customerKey, context)),
    ),
    list: native((input, context) => listCustomers(lago, input, context)),
    delete: native(({ customerKey }, context) => deleteCustomer(lago, customerKey, context)),
    createPortalLink: native(({ customerKey }, context) => portalLink(lago, customerKey, context)),
    createCheckoutLink: native(({ customerKey }, context) =>
      checkoutLink(lago, customerKey, context),
    ),
  } satisfies Handlers['customers'];
}
