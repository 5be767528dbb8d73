import { BillingError, type Charge, type ChargeModel } from '@billport/core';

/** The pricing of one charge model. */
export type PricingOf<Model extends ChargeModel> = Extract<Charge, { model: Model }>['pricing'];

/**
 * What a fee is computed from: a charge model with its pricing. A {@link Charge} is one; so is
 * each of its filters, see {@link pricedCharge}.
 */
export type PricedCharge<Model extends ChargeModel = ChargeModel> = {
  [M in Model]: {
    readonly model: M;
    readonly pricing: PricingOf<M>;
    /** Units count by the days they were there (`facts/rating.md §4`). */
    readonly prorated?: boolean | undefined;
  };
}[Model];

/**
 * The charge with the pricing of one of its filters, or with its own when `filter` is undefined.
 * @param filter Index in `charge.filters`, as `filterChooser` gives it.
 * @throws BillingError `invalid_input` when the charge has no such filter.
 */
export function pricedCharge(charge: Charge, filter: number | undefined): PricedCharge {
  const pricing = filter === undefined ? charge.pricing : charge.filters?.[filter]?.pricing;
  if (pricing === undefined) {
    throw new BillingError('invalid_input', {
      message: `The charge on ${charge.metric} has no filter ${filter}: it has ${charge.filters?.length ?? 0}, counted from 0.`,
    });
  }
  const prorated = 'prorated' in charge ? charge.prorated : undefined;
  // The schema holds each filter's pricing to the charge's model; TypeScript loses that link.
  return { model: charge.model, pricing, prorated } as PricedCharge;
}
