import { compact } from '@billport/adapter-kit';
import { metadataFields } from '../metrics/dimension-fields.ts';
import type { PaigoOffering } from '../wire/offering.ts';
import { decimalOf, listOf } from '../wire/reading.ts';
import { dimensionsOf } from './charge-dimension.ts';
import { exactNumber } from './exact-number.ts';

/** What a change of an offering may name: absent stays, null takes it away. */
export interface OfferingChanges {
  readonly offeringName?: string | undefined;
  /** The whole list (`facts/paigo.md §6.33`). */
  readonly dimensionIds?: readonly string[] | undefined;
  readonly offeringType?: string | undefined;
  readonly offeringVisibility?: string | undefined;
  readonly billingCycle?: string | undefined;
  readonly currency?: string | undefined;
  readonly subscriptionPrice?: number | string | undefined;
  readonly prepaidCredit?: string | undefined;
  readonly minimumCharge?: string | null | undefined;
  readonly topUpAmount?: string | undefined;
  readonly topUpThreshold?: string | undefined;
  readonly freeTrialLength?: string | undefined;
  readonly dimensionOverrides?: readonly object[] | undefined;
  /** By name: what is not named stays, null takes it away. */
  readonly metadata?: Readonly<Record<string, unknown>> | undefined;
}

function priceOf({ subscriptionPrice }: PaigoOffering): number | string | undefined {
  const text = decimalOf(subscriptionPrice);
  return text === undefined ? undefined : (exactNumber(text) ?? text);
}

/** What is listed; undefined where nothing is. */
const listed = <Item>(items: readonly Item[]) => (items.length > 0 ? items : undefined);

/** Everything of an offering that a change can name, as it is and as Paigo takes it. */
export function offeringFields(offering: PaigoOffering): OfferingChanges {
  return compact<OfferingChanges>({
    offeringName: offering.offeringName,
    dimensionIds: listed(dimensionsOf(offering).map(({ dimensionId }) => dimensionId)),
    offeringType: offering.offeringType ?? undefined,
    offeringVisibility: offering.offeringVisibility ?? undefined,
    billingCycle: offering.billingCycle ?? undefined,
    currency: offering.currency ?? undefined,
    subscriptionPrice: priceOf(offering),
    prepaidCredit: decimalOf(offering.prepaidCredit),
    minimumCharge: decimalOf(offering.minimumCharge),
    topUpAmount: decimalOf(offering.topUpAmount),
    topUpThreshold: decimalOf(offering.topUpThreshold),
    freeTrialLength: decimalOf(offering.freeTrialLength),
    dimensionOverrides: listed(listOf(offering.dimensionOverrides)),
    metadata: metadataFields(offering.metadata),
  });
}
