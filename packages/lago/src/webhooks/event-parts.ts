import {
  BillingError,
  type BillingEventObjects,
  type BillingEventOf,
  type BillingEventResource,
  type BillingEventType,
} from '@billport/core';
import { unwrap } from '../connection.ts';
import { toCreditNote } from '../credit-notes/credit-note.ts';
import { toTransaction } from '../credits/transaction.ts';
import { toWallet } from '../credits/wallet.ts';
import { toCustomer } from '../customers/to-customer.ts';
import { toFee } from '../fees/fee.ts';
import { toMetric } from '../metrics/to-metric.ts';
import { planResult } from '../plans/plan-result.ts';
import { toSubscription } from '../subscriptions/subscription-view.ts';
import type { LagoCreditNote } from '../wire/credit-note.ts';
import type { LagoCustomer } from '../wire/customer.ts';
import type { LagoFee } from '../wire/fee.ts';
import type { LagoInvoice } from '../wire/invoice.ts';
import type { LagoMetric } from '../wire/metric.ts';
import type { LagoPlan } from '../wire/plan.ts';
import type { LagoSubscription } from '../wire/subscription.ts';
import type { LagoWallet, LagoWalletTransaction } from '../wire/wallet.ts';
import {
  rejectionOfEvent,
  rejectionOfEvents,
  type WireEventError,
  type WireEventsErrors,
} from './usage-rejection.ts';
import { wholeInvoice } from './whole-invoice.ts';

/** The body of a webhook, and the key under which its data stands. */
export interface Envelope {
  readonly body: unknown;
  readonly root: string;
}

/** What an event is about: its name, and the object where the webhook holds all of it. */
export type EventParts<Type extends BillingEventType = BillingEventType> = Pick<
  BillingEventOf<Type>,
  'subject' | 'object'
>;

/** Types of events about one resource. */
type TypeOf<Resource extends BillingEventResource> = Extract<
  keyof BillingEventObjects,
  `${Resource}.${string}`
>;

type Parts<Resource extends BillingEventResource> = EventParts<TypeOf<Resource>>;

/** @throws BillingError `malformed_response` when a webhook does not name what it is about. */
function named(value: unknown, field: string): string {
  if (typeof value === 'string' && value !== '') return value;
  throw new BillingError('malformed_response', {
    message: `Lago sent a webhook without ${field}.`,
  });
}

const wireOf = <Wire>({ body, root }: Envelope) => unwrap<Wire>(body, root);

function customerParts(envelope: Envelope): Parts<'customer'> {
  const wire = wireOf<LagoCustomer>(envelope);
  const subject = { customerKey: named(wire.external_id, 'external_id') };
  return { subject, object: toCustomer(wire) };
}

function metricParts(envelope: Envelope): Parts<'metric'> {
  const wire = wireOf<LagoMetric>(envelope);
  return { subject: { code: named(wire.code, 'code') }, object: toMetric(wire) };
}

function planParts(envelope: Envelope): Parts<'plan'> {
  const wire = wireOf<LagoPlan>(envelope);
  const subject = { code: named(wire.code, 'code') };
  return wire.charges == null ? { subject } : { subject, object: planResult(wire) };
}

async function subscriptionParts(envelope: Envelope): Promise<Parts<'subscription'>> {
  const wire = wireOf<LagoSubscription>(envelope);
  const subject = { subscriptionKey: named(wire.external_id, 'external_id') };
  // Trial and thresholds are the plan's.
  if (wire.plan == null) return { subject };
  return { subject, object: await toSubscription(wire, async () => undefined) };
}

async function invoiceParts(wire: LagoInvoice): Promise<Parts<'invoice'>> {
  const subject = { invoiceId: named(wire.lago_id, 'lago_id') };
  const object = await wholeInvoice(wire);
  return object === undefined ? { subject } : { subject, object };
}

/** The invoice stands inside of what is told of its payment. */
function disputeParts(envelope: Envelope): Promise<Parts<'invoice'>> {
  const wire = wireOf<LagoInvoice & { readonly invoice?: LagoInvoice | null }>(envelope);
  return invoiceParts(wire.invoice ?? wire);
}

function invoiceFailureParts(envelope: Envelope): Parts<'invoice'> {
  const wire = wireOf<{ readonly lago_invoice_id?: unknown }>(envelope);
  return { subject: { invoiceId: named(wire.lago_invoice_id, 'lago_invoice_id') } };
}

function feeParts(envelope: Envelope): Parts<'fee'> {
  const wire = wireOf<LagoFee>(envelope);
  const subject = { feeId: named(wire.lago_id, 'lago_id') };
  return wire.applied_taxes == null ? { subject } : { subject, object: toFee(wire) };
}

function creditNoteParts(envelope: Envelope): Parts<'credit_note'> {
  const wire = wireOf<LagoCreditNote>(envelope);
  const subject = { creditNoteId: named(wire.lago_id, 'lago_id') };
  return wire.items == null ? { subject } : { subject, object: toCreditNote(wire) };
}

function refundFailureParts(envelope: Envelope): Parts<'credit_note'> {
  const wire = wireOf<{ readonly lago_credit_note_id?: unknown }>(envelope);
  return { subject: { creditNoteId: named(wire.lago_credit_note_id, 'lago_credit_note_id') } };
}

function walletParts(envelope: Envelope): Parts<'wallet'> {
  const wire = wireOf<LagoWallet>(envelope);
  return { subject: { walletId: named(wire.lago_id, 'lago_id') }, object: toWallet(wire) };
}

/** A movement of credits does not name its currency: the wallet that comes with it does. */
function transactionParts(envelope: Envelope): Parts<'credit_transaction'> {
  const wire = wireOf<
    LagoWalletTransaction & { readonly wallet?: Pick<LagoWallet, 'currency'> | null }
  >(envelope);
  const subject = {
    transactionId: named(wire.lago_id, 'lago_id'),
    walletId: named(wire.lago_wallet_id, 'lago_wallet_id'),
  };
  return wire.wallet == null ? { subject } : { subject, object: toTransaction(wire, wire.wallet) };
}

function transactionFailureParts(envelope: Envelope): Parts<'credit_transaction'> {
  const wire = wireOf<{ readonly lago_wallet_transaction_id?: unknown }>(envelope);
  const id = named(wire.lago_wallet_transaction_id, 'lago_wallet_transaction_id');
  return { subject: { transactionId: id } };
}

/** One event is told with its problems; those of an hour are told as lists of ids. */
function usageParts(envelope: Envelope): Parts<'usage'> {
  const object =
    envelope.root === 'events_errors'
      ? rejectionOfEvents(wireOf<WireEventsErrors>(envelope))
      : rejectionOfEvent(wireOf<WireEventError>(envelope));
  return { subject: undefined, object };
}

type Reader<Resource extends BillingEventResource> = (
  envelope: Envelope,
) => Parts<Resource> | Promise<Parts<Resource>>;

const BY_RESOURCE: { readonly [Resource in BillingEventResource]: Reader<Resource> } = {
  customer: customerParts,
  metric: metricParts,
  plan: planParts,
  subscription: subscriptionParts,
  invoice: (envelope) => invoiceParts(wireOf<LagoInvoice>(envelope)),
  fee: feeParts,
  credit_note: creditNoteParts,
  wallet: walletParts,
  credit_transaction: transactionParts,
  usage: usageParts,
};

/** Types that Lago tells in another shape than the rest of their resource. */
const BY_TYPE: { readonly [Type in BillingEventType]?: Reader<BillingEventResource<Type>> } = {
  'invoice.dispute_lost': disputeParts,
  'invoice.payment_failed': invoiceFailureParts,
  'credit_note.refund_failed': refundFailureParts,
  'credit_transaction.payment_failed': transactionFailureParts,
};

function resourceOf(type: BillingEventType): BillingEventResource {
  const [resource] = type.split('.');
  return resource as BillingEventResource;
}

/**
 * What an event of this type is about.
 * @throws BillingError `malformed_response`
 */
export async function eventParts(type: BillingEventType, envelope: Envelope): Promise<EventParts> {
  const read = BY_TYPE[type] ?? BY_RESOURCE[resourceOf(type)];
  return read(envelope);
}
