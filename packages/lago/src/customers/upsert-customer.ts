import { path } from '@billport/adapter-kit';
import {
  BillingError,
  type Customer,
  type Result,
  type UpsertCustomerInput,
  type Warning,
} from '@billport/core';
import type { CallContext, Connection } from '../connection.ts';
import { checkMetadata } from '../metadata-limits.ts';
import { notApplied } from '../not-applied.ts';
import type { LagoCustomer, LagoCustomerMetadata } from '../wire/customer.ts';
import { customerBody } from './customer-body.ts';
import { CUSTOMER_METADATA } from './customer-metadata.ts';
import { checkCustomer, readCustomer } from './read-customer.ts';
import { toCustomer } from './to-customer.ts';

/** What takes a licence, and is dropped with a 200 without one (`facts/lago.md §b`). */
export const LICENSED_FIELDS = ['timezone', 'gracePeriodDays'] as const;

const COMPARED_FIELDS = [
  'name',
  'email',
  'currency',
  'timezone',
  'address',
  'legalName',
  'taxNumber',
  'taxCodes',
  'gracePeriodDays',
  'paymentTermDays',
  'metadata',
] as const;

const isLicensed = (field: string) => (LICENSED_FIELDS as readonly string[]).includes(field);

/** What the answer must show. An empty address, list or map asks for none. */
function asked(input: UpsertCustomerInput): UpsertCustomerInput {
  const isEmpty = (value: unknown) =>
    typeof value === 'object' && value !== null && Object.keys(value).length === 0;
  const entries = Object.entries(input).map(([name, value]) => [
    name,
    isEmpty(value) ? null : value,
  ]);
  return Object.fromEntries(entries) as UpsertCustomerInput;
}

function* withoutLicence(input: UpsertCustomerInput): Generator<Warning> {
  for (const field of LICENSED_FIELDS) {
    if (input[field] === undefined || input[field] === null) continue;
    const message = `Lago keeps ${field} with a licence only, and this account has none.`;
    yield { code: 'not_applied', message, field };
  }
}

/** What of the input the customer does not show. */
function warningsOf(lago: Connection, input: UpsertCustomerInput, wire: LagoCustomer): Warning[] {
  // The zone of the organization is no answer to the question what became of the customer's own.
  const kept = toCustomer({ ...wire, applicable_timezone: null });
  const fields = lago.premium
    ? COMPARED_FIELDS
    : COMPARED_FIELDS.filter((field) => !isLicensed(field));
  const missing = notApplied(asked(input), kept, fields);
  return lago.premium ? missing : [...withoutLicence(input), ...missing];
}

/** The rows of data that the customer has now; none of one who is not there yet. */
async function rowsOf(lago: Connection, customerKey: string, context: CallContext) {
  try {
    return (await readCustomer(lago, customerKey, context)).metadata ?? [];
  } catch (error) {
    if (BillingError.is(error, 'not_found')) return [];
    throw error;
  }
}

/**
 * The customer of a call that was refused, when it is as the call wanted it all the same: Lago
 * saves the customer before it talks to the payment provider, and refuses when that fails
 * (`facts/lago.md §d`, 5).
 */
async function savedAllTheSame(
  lago: Connection,
  input: UpsertCustomerInput,
  refusal: BillingError,
  context: CallContext,
): Promise<Result<Customer>> {
  const wire = await readCustomer(lago, input.customerKey, context).catch(() => {
    throw refusal;
  });
  const warnings = warningsOf(lago, input, wire);
  if (warnings.some(({ field }) => field !== undefined && !isLicensed(field))) throw refusal;
  const message = `The customer is saved, and Lago could not do what follows from it: ${refusal.message}`;
  return { ...toCustomer(wire), warnings: [...warnings, { code: 'partial', message }] };
}

async function send(
  lago: Connection,
  input: UpsertCustomerInput,
  rows: readonly LagoCustomerMetadata[],
  context: CallContext,
): Promise<LagoCustomer> {
  const { customerKey } = input;
  const wire = await lago.one<LagoCustomer>(
    'customer',
    {
      method: 'POST',
      path: path`/customers`,
      body: { customer: customerBody(input, rows, lago.premium) },
      repeat: 'safe',
      lookup: `customers.get({ customerKey: ${JSON.stringify(customerKey)} }): compare it with what was sent, or send the same again.`,
      about: { resource: 'customer', key: customerKey },
    },
    context,
  );
  return checkCustomer(wire, customerKey);
}

/** Statuses with which Lago may refuse and have saved the customer. */
const MAY_HAVE_SAVED: readonly (number | undefined)[] = [404, 422];

/**
 * Creates or changes a customer: one request, and one before it to read the data that is replaced
 * where there is any.
 * @throws BillingError `invalid_input` for data that Lago does not keep.
 */
export async function upsertCustomer(
  lago: Connection,
  input: UpsertCustomerInput,
  context: CallContext,
): Promise<Result<Customer>> {
  const { customerKey, metadata } = input;
  checkMetadata(metadata, CUSTOMER_METADATA);
  const replaces = metadata !== undefined && metadata !== null;
  const rows = replaces ? await rowsOf(lago, customerKey, context) : [];
  try {
    const wire = await send(lago, input, rows, context);
    const warnings = warningsOf(lago, input, wire);
    return warnings.length === 0 ? toCustomer(wire) : { ...toCustomer(wire), warnings };
  } catch (error) {
    if (!BillingError.is(error) || !MAY_HAVE_SAVED.includes(error.status)) throw error;
    return savedAllTheSame(lago, input, error, context);
  }
}
