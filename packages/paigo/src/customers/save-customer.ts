import { afterWrite, path, sameData } from '@billport/adapter-kit';
import { BillingError } from '@billport/core';
import type { CallContext, Connection } from '../connection.ts';
import type { CustomerChanges, PaigoCustomer } from '../wire/customer.ts';
import { fieldsOf } from './customer-fields.ts';
import { isLost, type SavedCustomer } from './put-habit.ts';
import { aboutCustomer, readCustomer } from './read-customer.ts';

type Values = Readonly<Record<string, unknown>>;

/** The entries that are there and that pass. */
function filtered<Fields extends object>(
  fields: Fields,
  keep: (name: string, value: unknown) => boolean,
): Fields {
  const entries = Object.entries(fields).filter(
    ([name, value]) => value !== undefined && keep(name, value),
  );
  return Object.fromEntries(entries) as Fields;
}

/** The changes without what is so already. */
function differing(before: CustomerChanges, changes: CustomerChanges): CustomerChanges {
  const was = before as Values;
  const isNew = (values: Values) => (name: string, value: unknown) =>
    !sameData(values[name] ?? null, value);
  const { metadata, ...fields } = changes;
  const names = filtered(metadata ?? {}, isNew(before.metadata ?? {}));
  const sent = filtered(fields, isNew(was));
  return Object.keys(names).length === 0 ? sent : { ...sent, metadata: names };
}

/** Everything, for an account that loses what is left out. */
function whole(fields: CustomerChanges, changes: CustomerChanges): CustomerChanges {
  const metadata = { ...fields.metadata, ...changes.metadata };
  const all = { ...filtered(fields, () => true), ...changes };
  return Object.keys(metadata).length === 0 ? all : { ...all, metadata };
}

const lookupOf = (customerKey: string) =>
  `customers.get({ customerKey: ${JSON.stringify(customerKey)} }): compare it with what was sent, or send the same again.`;

/** Sends a change and reads what came of it: the reply to a PUT is in doubt (`facts/paigo.md §6.6`). */
async function put(
  paigo: Connection,
  customerId: string,
  body: CustomerChanges,
  context: CallContext,
): Promise<PaigoCustomer> {
  const lookup = lookupOf(customerId);
  await paigo.send(
    {
      method: 'PUT',
      path: path`/customers/${customerId}`,
      body,
      repeat: 'safe',
      lookup,
      about: aboutCustomer(customerId),
      expects: 'json_or_nothing',
    },
    context,
  );
  return afterWrite(lookup, () => readCustomer(paigo, customerId, context));
}

/** What a PUT lost is taken from before it, and all else from after it. */
function healed({ before, sent, after }: SavedCustomer): CustomerChanges {
  const metadata = { ...before.metadata, ...after.metadata };
  const kept = filtered(after, (name) => !isLost(name, before as Values, after as Values));
  return whole({ ...before, ...kept, metadata }, sent);
}

/** Puts back what a PUT lost. */
async function heal(
  paigo: Connection,
  customerId: string,
  saved: SavedCustomer,
  context: CallContext,
): Promise<PaigoCustomer> {
  const after = await put(paigo, customerId, healed(saved), context);
  const now = { ...saved, after: fieldsOf(after) };
  if (!paigo.customerPuts.learn(now)) return after;
  throw new BillingError('rejected', {
    message: `Paigo lost fields of customer ${JSON.stringify(customerId)} that were not to change, also when they were sent again: compare it in Paigo's dashboard.`,
  });
}

async function save(
  paigo: Connection,
  customerId: string,
  changes: (before: PaigoCustomer) => CustomerChanges,
  context: CallContext,
): Promise<PaigoCustomer> {
  const found = await readCustomer(paigo, customerId, context);
  const before = fieldsOf(found);
  const sent = differing(before, changes(found));
  if (Object.keys(sent).length === 0) return found;
  if (paigo.customerPuts.replaces) {
    return put(paigo, customerId, whole(before, sent), context);
  }
  const after = await put(paigo, customerId, sent, context);
  const saved = { before, sent, after: fieldsOf(after) };
  return paigo.customerPuts.learn(saved) ? heal(paigo, customerId, saved, context) : after;
}

/**
 * Changes a customer who is there: reads, sends only what is to change, and reads again. What the
 * account lost on the way is put back, and from then on everything is sent
 * (`facts/paigo.md §6.27`). Changes of one customer by this connection wait for each other.
 *
 * @param changes what is to change, from what is there now: absent fields and names of the metadata
 *   stay, null takes one away
 * @returns the customer as read afterwards
 * @throws BillingError `not_found`; `outcome_unknown` when it may have landed and cannot be read;
 *   what `changes` throws, before anything is sent
 */
export function saveCustomer(
  paigo: Connection,
  customerId: string,
  changes: (before: PaigoCustomer) => CustomerChanges,
  context: CallContext,
): Promise<PaigoCustomer> {
  return paigo.turns.take(`customer:${customerId}`, () =>
    save(paigo, customerId, changes, context),
  );
}
