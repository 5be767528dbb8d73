import { z } from 'zod';
import { ENROLLING, initialUsage } from '../enrollment/enrollment-shapes.ts';
import {
  currency,
  filledText,
  instant,
  metadata,
  metadataChange,
  oneOf,
  text,
} from '../requests/field-rules.ts';

const email = text.regex(/^[^\s@]+@[^\s@]+\.[^\s@]+$/, 'must be an email');

const twoLetters = text.regex(/^[A-Za-z]{2}$/, 'must be two letters');

const paymentChannel = oneOf('Stripe', 'manual');

/** All of it or none (`facts/paigo.md §3.1`). */
const ADDRESS = z.strictObject({
  countryCode: twoLetters,
  postalCode: filledText,
  city: filledText,
  streetLineOne: filledText,
  streetLineTwo: text.optional(),
  state: twoLetters,
});

const OPTIONAL = {
  currency: currency.optional(),
  taxExempt: oneOf('exempt', 'none').optional(),
  customerVatId: text.optional(),
  paymentChannelOptions: z.strictObject({ stripeCustomerId: text.optional() }).optional(),
  address: ADDRESS.optional(),
};

/** Body of `POST /customers`. */
export const CREATE_CUSTOMER = z.strictObject({
  customerName: filledText,
  email,
  paymentChannel,
  ...OPTIONAL,
  customerId: filledText.optional(),
  offeringId: text.optional(),
  offeringEnrollmentDate: instant.optional(),
  metadata: metadata.optional(),
  usage: initialUsage,
});

/** Body of `PUT /customers/{id}`. */
export const UPDATE_CUSTOMER = z.strictObject({
  customerName: filledText.optional(),
  email: email.optional(),
  paymentChannel: paymentChannel.optional(),
  ...OPTIONAL,
  metadata: metadataChange.optional(),
  ...ENROLLING,
  freeTrialEndDate: instant.optional(),
});

/** Body of `POST` and `PUT /customers/{id}/children/{childId}`. */
export const CHILD = z.strictObject({
  billParent: oneOf('aggregated', 'separate').default('separate'),
});

/** Body of `PUT /customers/{id}/freeTrial`. */
export const FREE_TRIAL = z.strictObject({
  freeTrialEndDate: instant,
  freeTrialStartDate: instant.optional(),
  offeringId: text.optional(),
});
