import { sameData } from '@billport/adapter-kit';
import {
  BillingError,
  type Customer,
  type Result,
  type UpsertCustomerInput,
  type Warning,
} from '@billport/core';
import type { CallContext, Connection } from '../connection.ts';
import { notApplied } from '../not-applied.ts';
import { withEnrollments } from '../subscriptions/with-enrollments.ts';
import type { PaigoCustomer } from '../wire/customer.ts';
import { textOf } from '../wire/reading.ts';
import { addressProblems } from './address.ts';
import { checkCustomer } from './check-customer.ts';
import { createCustomer } from './create-customer.ts';
import { customerChanges } from './customer-changes.ts';
import { readCustomer } from './read-customer.ts';
import { saveCustomer } from './save-customer.ts';
import { toCustomer } from './to-customer.ts';

/** What Paigo has no field for, at a customer (`facts/paigo.md §3.1`). */
const NOT_KEPT = ['timezone', 'legalName', 'taxCodes', 'gracePeriodDays', 'paymentTermDays'];

/** What is not kept, or of an address not always. */
export const WITHOUT = [...NOT_KEPT, 'address'];

const COMPARED = ['name', 'email', 'currency', 'taxNumber', 'metadata'] as const;

/** What became of the address: half of one is not sent, and none takes the old one away. */
function addressWarning({ address }: UpsertCustomerInput, kept: Customer): Warning[] {
  const warn = (message: string): Warning[] => [{ code: 'not_applied', message, field: 'address' }];
  if (address === undefined) return [];
  const isEmpty = address === null || Object.keys(address).length === 0;
  if (isEmpty) {
    if (kept.address === undefined) return [];
    return warn(
      'address: Paigo takes none away: write another one, or remove it in its dashboard.',
    );
  }
  const problems = addressProblems(address).map(
    ({ part, problem }) => `address.${part} ${problem}`,
  );
  if (problems.length > 0) {
    const rest = kept.address === undefined ? '' : ' The address from before stays.';
    return warn(
      `The address was not kept, since ${problems.join(', ')}: Paigo keeps one only with line1, city, postalCode, country and a state of two letters.${rest}`,
    );
  }
  if (sameData(address, kept.address)) return [];
  return warn('address: Paigo keeps another one. Look at it with customers.get.');
}

/** A warning for each field that Paigo took and does not show (`facts/paigo.md §6.32`). */
function droppedFields(input: UpsertCustomerInput, kept: Customer): Warning[] {
  const wanted = (field: (typeof COMPARED)[number]) => {
    const value = input[field] ?? undefined;
    const isEmpty = field === 'metadata' && Object.keys(value ?? {}).length === 0;
    return isEmpty ? undefined : value;
  };
  return COMPARED.filter((field) => input[field] !== undefined)
    .filter((field) => !sameData(wanted(field), kept[field]))
    .map((field) => ({
      code: 'not_applied',
      message: `${field}: Paigo took it and does not show it. Look at it with customers.get.`,
      field,
    }));
}

function resultOf(
  input: UpsertCustomerInput,
  wire: PaigoCustomer,
  isShown: boolean,
): Result<Customer> {
  const customer = toCustomer(wire);
  const message =
    'Paigo took the customer, and does not show it yet: look again with customers.get.';
  const warnings: Warning[] = [
    ...notApplied(input, NOT_KEPT),
    ...addressWarning(input, customer),
    ...(isShown ? droppedFields(input, customer) : [{ code: 'pending', message } as const]),
  ];
  return warnings.length === 0 ? customer : { ...customer, warnings };
}

/** Reads a customer, with what it may be billed in other than this currency (`facts/paigo.md §4`). */
const readBilled =
  (wanted: string): typeof readCustomer =>
  async (paigo, customerKey, context) => {
    const customer = await readCustomer(paigo, customerKey, context);
    const isSame = textOf(customer.currency)?.toUpperCase() === wanted;
    return isSame ? customer : withEnrollments(paigo, customer, context);
  };

/**
 * Changes the customer of this key, or makes one.
 * @throws BillingError `invalid_input` for what Paigo does not take, and for a new customer without
 *   an email; `conflict` for another currency that comes too late
 */
export async function upsertCustomer(
  paigo: Connection,
  input: UpsertCustomerInput,
  context: CallContext,
): Promise<Result<Customer>> {
  checkCustomer(input);
  const change = () =>
    saveCustomer(
      paigo,
      input.customerKey,
      (before) => customerChanges(input, before),
      context,
      input.currency === undefined ? {} : { read: readBilled(input.currency) },
    );
  try {
    return resultOf(input, await change(), true);
  } catch (error) {
    if (!BillingError.is(error, 'not_found')) throw error;
  }
  const { customer, isOwn, isShown } = await createCustomer(paigo, input, context);
  return resultOf(input, isOwn ? customer : await change(), isShown);
}
