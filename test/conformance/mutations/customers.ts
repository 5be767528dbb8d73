import { BillingError, type Customer, type UpsertCustomerInput } from '@billport/core';
import {
  callOf,
  deafList,
  forDerived,
  type Mutation,
  replacing,
  wrongError,
  wrongInput,
  wrongOptions,
  wrongPages,
  wrongResult,
} from './mutation.ts';

type KeyInput = { customerKey: string };

const UPSERT = 'customers.upsert';
const GET = 'customers.get';
const LIST = 'customers.list';

/** Mistakes with objects and their fields, shown on customers. */
const fields: readonly Mutation[] = [
  wrongInput('drops metadata', UPSERT, (input: UpsertCustomerInput) => {
    delete input.metadata;
  }),
  wrongInput('takes null for absent', UPSERT, (input: Record<string, unknown>) =>
    Object.fromEntries(Object.entries(input).filter(([, value]) => value !== null)),
  ),
  wrongInput('clears what was not mentioned', UPSERT, (input: UpsertCustomerInput) => {
    input.email ??= null;
  }),
  wrongInput(
    'keeps the old parts of an address',
    UPSERT,
    async (input: UpsertCustomerInput, to) => {
      const { customerKey, address } = input;
      if (!address) return;
      const before = await to.customers.get({ customerKey }).catch(() => undefined);
      input.address = { ...before?.address, ...address };
    },
  ),
  wrongInput('normalises names', UPSERT, (input: UpsertCustomerInput) => {
    if (input.metadata) {
      input.metadata = JSON.parse(JSON.stringify(input.metadata).replaceAll('ü', 'u'));
    }
  }),
  wrongResult('shows a field that the contract does not have', GET, (customer: Customer) => ({
    ...customer,
    internalId: 7,
  })),
  wrongResult('shows an absent field as undefined', GET, (customer: Customer) => ({
    ...customer,
    legalName: customer.legalName ?? undefined,
  })),
  wrongResult('shows moments without milliseconds', GET, (customer: Customer) => {
    customer.createdAt = String(customer.createdAt).replace(/\.\d{3}Z$/, 'Z');
  }),
  wrongResult('shows moments as Dates', GET, (customer: Customer) => ({
    ...customer,
    createdAt: new Date(String(customer.createdAt)),
  })),
];

/** Mistakes with what one answer shows and another does not. */
const agreements: readonly Mutation[] = [
  wrongPages('shows less in lists', LIST, (page) => ({
    ...page,
    items: page.items.map(({ address: _, ...item }) => item),
  })),
  wrongResult('answers with the customer of another key', GET, (customer: Customer) => {
    customer.customerKey += '-1';
  }),
  wrongInput('keeps every customer in UTC', UPSERT, (input: UpsertCustomerInput) => {
    delete input.timezone;
  }),
];

/** Mistakes with keys. */
const keys: readonly Mutation[] = [
  wrongInput('cuts keys at the dot', GET, (input: KeyInput) => {
    input.customerKey = input.customerKey.split('.')[0] ?? '';
  }),
  wrongInput('writes keys in lower case', UPSERT, (input: KeyInput) => {
    input.customerKey = input.customerKey.toLowerCase();
  }),
  wrongInput('normalises keys to composed characters', UPSERT, (input: KeyInput) => {
    input.customerKey = input.customerKey.normalize('NFC');
  }),
  wrongInput('decodes keys twice', GET, (input: KeyInput) => {
    input.customerKey = decodeURIComponent(input.customerKey);
  }),
  wrongInput('cuts keys at 64 characters', UPSERT, (input: KeyInput) => {
    input.customerKey = input.customerKey.slice(0, 64);
  }),
];

/** Mistakes with errors. */
const errors: readonly Mutation[] = [
  wrongError('calls an unknown customer a conflict', GET, (error) => {
    throw new BillingError(error.code === 'not_found' ? 'conflict' : error.code, {
      ...(error.toJSON() as { message: string }),
    });
  }),
  wrongError('forgets which operation failed', GET, (error) => {
    throw new BillingError(error.code, { message: error.message, provider: 'embedded' });
  }),
  wrongError('forgets which provider failed', GET, (error) => {
    throw new BillingError(error.code, { message: error.message, operation: GET });
  }),
  wrongError('throws errors of its own', GET, (error) => {
    throw new Error(error.message);
  }),
  forDerived(
    wrongError('names no field', UPSERT, (error) => {
      throw Object.assign(error, { issues: undefined });
    }),
  ),
  wrongError('answers nothing for an unknown customer', GET, () => undefined),
  {
    name: 'throws before it returns a promise',
    touches: [GET],
    derived: true,
    break: (provider) =>
      replacing(provider, GET, (original) => (input, options) => {
        if (typeof input.customerKey !== 'string') throw new TypeError('no key');
        return original(input, options);
      }),
  },
  forDerived(
    wrongError('ignores unknown fields', UPSERT, (error, input: object, provider) => {
      const unknown = error.issues?.find(({ rule }) => rule === 'unrecognized_keys');
      if (unknown === undefined) throw error;
      const known = Object.entries(input).filter(([field]) => field !== unknown.path[0]);
      return callOf(provider, UPSERT)(Object.fromEntries(known), {});
    }),
  ),
];

/** Mistakes with the options of a call. */
const options: readonly Mutation[] = [
  forDerived(
    wrongOptions('does not look at the signal', UPSERT, ({ signal: _, ...others }) => others),
  ),
  forDerived(
    wrongOptions('does not look at the time limit', GET, ({ timeoutMs: _, ...others }) => others),
  ),
  {
    name: 'changes the input of its caller',
    touches: [UPSERT],
    break: (provider) =>
      replacing(provider, UPSERT, (original) => (input, given) => {
        input.name ??= 'Unnamed';
        return original(input, given);
      }),
  },
];

/** Mistakes with lists. */
const lists: readonly Mutation[] = [
  deafList('does not look at the cursor', LIST, ['cursor']),
  deafList('does not look at the limit', LIST, ['limit']),
  deafList('does not search', LIST, ['search']),
  wrongPages('brings the last item of a page again', LIST, (page, input, fetch) => {
    if (input.cursor === undefined || page.items.length === 0) return page;
    return fetch({ limit: 1 }).then(({ items }) => ({
      ...page,
      items: [...items, ...page.items.slice(1)],
    }));
  }),
  wrongPages('loses an item between two pages', LIST, (page, input) =>
    input.cursor === undefined ? page : { ...page, items: page.items.slice(1) },
  ),
  wrongPages('brings the oldest first', LIST, (page) => ({
    ...page,
    items: [...page.items].reverse(),
  })),
  wrongPages('ends after the first page', LIST, ({ nextCursor: _, ...page }) => page),
  wrongPages('says that there is more when there is not', LIST, (page) =>
    page.items.length === 0 ? page : { ...page, nextCursor: page.nextCursor ?? '' },
  ),
];

/** Mistakes with what happens to a customer. */
const lives: readonly Mutation[] = [
  {
    name: 'does not delete',
    touches: ['customers.delete'],
    break: (provider) => replacing(provider, 'customers.delete', () => callOf(provider, GET)),
  },
  wrongResult('gives no address', 'customers.createPortalLink', (link: { url: string }) => {
    link.url = 'see the portal';
  }),
  wrongResult('is silent about what it emulates', 'customers.createPortalLink', (link: object) => ({
    ...link,
    warnings: [],
  })),
];

/** Mistakes shown on customers: most of them can be made with any object. */
export const customerMutations: readonly Mutation[] = [
  ...fields,
  ...agreements,
  ...keys,
  ...errors,
  ...options,
  ...lists,
  ...lives,
];
