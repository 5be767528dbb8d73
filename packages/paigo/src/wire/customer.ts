import type { PaigoMetadata } from '../own-metadata.ts';
import type { PaigoEnrollment } from './enrollment.ts';

/** An address: all or nothing (`facts/paigo.md §3.1`). */
export interface PaigoAddress {
  /** Two capital letters. */
  readonly countryCode: string;
  readonly postalCode: string;
  readonly city: string;
  readonly streetLineOne: string;
  readonly streetLineTwo?: string | null;
  /** Two letters. */
  readonly state: string;
}

/** How a customer is charged through Stripe. */
export interface PaigoChannelOptions {
  readonly stripeCustomerId?: string | null;
}

/** A customer as Paigo sends it (`facts/paigo.md §3.1`): empty texts and null are unset. */
export interface PaigoCustomer {
  readonly customerId: string;
  readonly customerName?: string | null;
  readonly email?: string | null;
  readonly paymentChannel?: string | null;
  readonly paymentChannelOptions?: PaigoChannelOptions | null;
  readonly currency?: string | null;
  readonly taxExempt?: string | null;
  readonly customerVatId?: string | null;
  readonly address?: Partial<PaigoAddress> | null;
  readonly metadata?: PaigoMetadata | null;
  /** Decimal in major units of the customer's currency. */
  readonly creditBalance?: string | number | null;
  /** Every invoice; see `wire/invoice.ts`. */
  readonly invoices?: readonly unknown[] | null;
  readonly enrollments?: readonly PaigoEnrollment[] | null;
  /** One discount on whole invoices, as enrolments tell it too. */
  readonly discount?: unknown;
  /** Of the time when a customer had one offering at most: null where there is none. */
  readonly offering?: unknown;
  readonly offeringId?: string | null;
}

/** What a change of a customer may name: absent stays, null takes it away. */
export interface CustomerChanges {
  readonly customerName?: string | undefined;
  readonly email?: string | undefined;
  readonly paymentChannel?: string | undefined;
  readonly paymentChannelOptions?: PaigoChannelOptions | undefined;
  readonly currency?: string | undefined;
  readonly taxExempt?: string | undefined;
  readonly customerVatId?: string | null | undefined;
  readonly address?: PaigoAddress | null | undefined;
  /** By name: what is not named stays, null takes it away. */
  readonly metadata?: Readonly<Record<string, string | null>> | undefined;
}
