import { afterWrite, checkEcho, path } from '@billport/adapter-kit';
import { BillingError, type UpsertCustomerInput } from '@billport/core';
import type { CallContext, Connection } from '../connection.ts';
import { freshToken } from '../fresh-token.ts';
import { OWN, ownValue } from '../own-metadata.ts';
import type { PaigoCustomer } from '../wire/customer.ts';
import { isFields } from '../wire/reading.ts';
import { type NewCustomer, newCustomer } from './customer-changes.ts';
import { aboutCustomer, readCustomer } from './read-customer.ts';

/** Who has the key after an attempt to make a customer. */
export interface KeyHolder {
  readonly customer: PaigoCustomer;
  /** Whether this attempt made it; else somebody else was first. */
  readonly isOwn: boolean;
  /** Whether reads show it already. */
  readonly isShown: boolean;
}

const lookupOf = (customerKey: string) =>
  `customers.get({ customerKey: ${JSON.stringify(customerKey)} }): compare it with what was sent, or send the same again.`;

/** Who has the key; undefined where nobody is seen. */
async function holder(paigo: Connection, customerKey: string, context: CallContext) {
  try {
    return await readCustomer(paigo, customerKey, context);
  } catch (error) {
    if (BillingError.is(error, 'not_found')) return undefined;
    throw error;
  }
}

/** Refusals that a key which is taken may come to: which one is not documented (`facts/paigo.md §3.1`). */
const MAY_BE_TAKEN: readonly (number | undefined)[] = [400, 409];

/** Whether a look at who has the key can settle the error. */
function isOpen(error: unknown): error is BillingError {
  if (!BillingError.is(error)) return false;
  return error.code === 'outcome_unknown' || MAY_BE_TAKEN.includes(error.status);
}

/** Sends the customer once. Brings the error that a look may settle; undefined when it was taken. */
async function post(
  paigo: Connection,
  body: NewCustomer,
  context: CallContext,
): Promise<BillingError | undefined> {
  const { customerId } = body;
  const lookup = lookupOf(customerId);
  const about = aboutCustomer(customerId);
  const request = { method: 'POST', path: path`/customers`, body, lookup, about } as const;
  let reply: unknown;
  try {
    reply = await paigo.send({ ...request, repeat: 'never', expects: 'json_or_nothing' }, context);
  } catch (error) {
    if (isOpen(error)) return error;
    throw error;
  }
  const echoed = isFields(reply) ? reply.customerId : undefined;
  await afterWrite(lookup, () => checkEcho('customer', customerId, echoed ?? customerId));
  return undefined;
}

/** How often a customer is sent whom nobody sees: the key keeps it from being made twice. */
const MOST_POSTS = 3;

/**
 * Makes a customer who is not there yet. After an unclear answer it looks who has the key, by a
 * token of its own, before it sends again (`facts/paigo.md §6.1`).
 * @throws BillingError `invalid_input` without an email; `outcome_unknown`
 */
export async function createCustomer(
  paigo: Connection,
  input: UpsertCustomerInput,
  context: CallContext,
): Promise<KeyHolder> {
  const { customerKey } = input;
  const token = freshToken();
  const body = newCustomer(paigo, input, token);
  const look = () => holder(paigo, customerKey, context);
  for (let sent = 1; ; sent++) {
    const error = await post(paigo, body, context);
    if (error === undefined) {
      const shown = await afterWrite(lookupOf(customerKey), look);
      const customer = shown ?? (body as PaigoCustomer);
      return { customer, isOwn: true, isShown: shown !== undefined };
    }
    const customer = await look().catch(() => {
      throw error;
    });
    if (customer !== undefined) {
      return { customer, isOwn: ownValue(customer.metadata, OWN.token) === token, isShown: true };
    }
    if (error.code !== 'outcome_unknown' || sent >= MOST_POSTS) throw error;
  }
}
