import { BillingError } from '@billport/core';
import type { CallContext, Connection, PaigoRequest } from '../connection.ts';
import type { PaigoCustomer } from '../wire/customer.ts';
import type { PaigoEnrollment } from '../wire/enrollment.ts';
import type { PaigoDimensionOverride, PaigoOffering } from '../wire/offering.ts';
import { isFields, listOf } from '../wire/reading.ts';
import { dimensionsOf } from './charge-dimension.ts';
import { allOfferings } from './find-plan.ts';
import { enrolledCustomers } from './find-subscriber.ts';
import { planCode } from './to-plan.ts';

/** A change after which prices of customers or offerings would not hold any more. */
export interface Repriced {
  /** Of the dimensions that get another increment, or that another one takes the place of. */
  readonly dimensionIds: ReadonlySet<string>;
  /** The offering that is concerned; every one that holds a dimension when absent. */
  readonly offeringId?: string | undefined;
  /** The field that asks for it. */
  readonly field: string;
  /** What to do instead. */
  readonly wayOut: string;
  readonly about: NonNullable<PaigoRequest['about']>;
}

/** A price of its own for one of these dimensions: undefined where there is none. */
function ownPrice(overrides: unknown, ids: ReadonlySet<string>): string | undefined {
  return listOf<PaigoDimensionOverride>(overrides).find(
    ({ dimensionId, consumptionPrice, tiers, tiersGroupByMetadata }) =>
      ids.has(dimensionId) && (consumptionPrice ?? tiers ?? tiersGroupByMetadata) != null,
  )?.dimensionId;
}

/** Whether an enrolment is in an offering that is concerned, or may be. */
const isConcerned = ({ offering }: PaigoEnrollment, { offeringId }: Repriced): boolean =>
  offeringId === undefined || (offering?.offeringId ?? offeringId) === offeringId;

/** The dimension that a customer has a price of its own for; undefined where there is none. */
function customersPrice({ enrollments }: PaigoCustomer, repriced: Repriced) {
  const { dimensionIds: ids } = repriced;
  return listOf<PaigoEnrollment>(enrollments)
    .filter((enrollment) => isConcerned(enrollment, repriced))
    .map(({ overrides }) =>
      ownPrice(isFields(overrides) ? overrides.dimensionOverrides : undefined, ids),
    )
    .find((dimensionId) => dimensionId !== undefined);
}

function conflict({ field, wayOut, about }: Repriced, who: string): BillingError {
  return new BillingError('conflict', {
    message: `${field}: ${who}, which is for the increment that the charge has: ${wayOut}`,
    details: { resource: about.resource, key: about.key, state: 'priced by others' },
  });
}

function checkOfferings(offerings: readonly PaigoOffering[], repriced: Repriced): void {
  for (const offering of offerings) {
    const found = ownPrice(offering.dimensionOverrides, repriced.dimensionIds);
    if (found === undefined) continue;
    const plan = JSON.stringify(planCode(offering));
    throw conflict(repriced, `plan ${plan} has a price of its own for dimension ${found}`);
  }
}

function checkCustomers(customers: readonly PaigoCustomer[], repriced: Repriced): void {
  for (const customer of customers) {
    const found = customersPrice(customer, repriced);
    if (found === undefined) continue;
    const who = `customer ${JSON.stringify(customer.customerId)}`;
    throw conflict(repriced, `${who} has a price of its own for dimension ${found}`);
  }
}

/**
 * Refuses what would change prices that customers or offerings have of their own: each is for an
 * increment of the dimension, and stays the same number when that becomes another
 * (`facts/paigo.md §3.2`, §3.3). Reads nothing where no dimension is concerned, and no customers where
 * no offering holds one.
 * @throws BillingError `conflict` that names who has such a price
 */
export async function checkOwnPrices(
  paigo: Connection,
  repriced: Repriced,
  context: CallContext,
): Promise<void> {
  const { dimensionIds, offeringId: only } = repriced;
  if (dimensionIds.size === 0) return;
  const offerings = await allOfferings(paigo, context);
  const holders = offerings.filter(
    (offering) =>
      (only === undefined || offering.offeringId === only) &&
      dimensionsOf(offering).some(({ dimensionId }) => dimensionIds.has(dimensionId)),
  );
  if (holders.length === 0) return;
  checkOfferings(holders, repriced);
  checkCustomers(await enrolledCustomers(paigo, context), repriced);
}
