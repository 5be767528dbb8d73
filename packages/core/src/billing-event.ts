import type { CreditNote, CreditNoteRef } from './contract/credit-notes.ts';
import type { CreditTransaction, Wallet, WalletRef } from './contract/credits.ts';
import type { Customer, CustomerRef } from './contract/customers.ts';
import type { Fee } from './contract/fees.ts';
import type { Invoice, InvoiceRef } from './contract/invoices.ts';
import type { Metric, MetricRef } from './contract/metrics.ts';
import type { Plan, PlanRef } from './contract/plans.ts';
import type { Subscription, SubscriptionRef } from './contract/subscriptions.ts';
import type { Result } from './provider/billing.ts';

/** Why usage that was taken at first is not billed. */
export interface UsageRejection {
  readonly reasons: readonly UsageRejectionReason[];
}

/** One rule that usage broke, and the events that broke it. */
export interface UsageRejectionReason {
  /** The provider's word for the rule, such as `invalid_code`. */
  readonly rule: string;
  /** The field that broke it, where the provider names one. */
  readonly field?: string;
  /** The caller's ids of the events. */
  readonly eventIds: readonly string[];
}

/** What each type of event tells of, in the words of the contract. */
export interface BillingEventObjects {
  'customer.created': Customer;
  'customer.updated': Customer;
  'metric.created': Metric;
  'metric.updated': Metric;
  'metric.deleted': Metric;
  'plan.created': Plan;
  'plan.updated': Plan;
  'plan.deleted': Plan;
  'subscription.started': Subscription;
  'subscription.updated': Subscription;
  'subscription.terminated': Subscription;
  'subscription.canceled': Subscription;
  'subscription.trial_ended': Subscription;
  'subscription.usage_threshold_reached': Subscription;
  /** It ends soon. */
  'subscription.ending': Subscription;
  /** It waits for its first payment. */
  'subscription.incomplete': Subscription;
  'invoice.drafted': Invoice;
  'invoice.ready_to_finalize': Invoice;
  'invoice.finalized': Invoice;
  'invoice.document_ready': Invoice;
  'invoice.payment_status_changed': Invoice;
  'invoice.payment_failed': Invoice;
  'invoice.payment_overdue': Invoice;
  'invoice.voided': Invoice;
  'invoice.deleted': Invoice;
  /** It was sent again to a system behind the provider. */
  'invoice.resynced': Invoice;
  'invoice.dispute_lost': Invoice;
  'fee.created': Fee;
  'credit_note.created': CreditNote;
  'credit_note.document_ready': CreditNote;
  'credit_note.refund_failed': CreditNote;
  'wallet.created': Wallet;
  'wallet.updated': Wallet;
  'wallet.terminated': Wallet;
  /** Usage that is not billed yet has used up the credits. */
  'wallet.depleted': Wallet;
  'credit_transaction.created': CreditTransaction;
  'credit_transaction.updated': CreditTransaction;
  'credit_transaction.payment_failed': CreditTransaction;
  'usage.rejected': UsageRejection;
}

/** How what an event is about is named: the input of `get` where the contract has one. */
export interface BillingEventSubjects {
  customer: CustomerRef;
  metric: MetricRef;
  plan: PlanRef;
  subscription: SubscriptionRef;
  invoice: InvoiceRef;
  fee: { readonly feeId: string };
  credit_note: CreditNoteRef;
  wallet: WalletRef;
  /** See `credits.listTransactions`; the wallet is absent where the provider does not name it. */
  credit_transaction: { readonly transactionId: string } & Partial<WalletRef>;
  /** Names nothing: events are in the object. */
  usage: undefined;
}

/** What all events have. */
export interface BillingEventBase {
  /**
   * The same on each delivery of one event: handle each only once. Where a provider sends nothing
   * that tells one event from the next, each delivery has one of its own.
   */
  readonly deduplicationKey: string;
  /** Id of the provider that told it. */
  readonly provider: string;
  /** The provider's own name of the type, such as `invoice.created`. */
  readonly providerType: string;
  /**
   * All that the provider sent, parsed; numbers that JavaScript would cut as text. It may hold links that
   * open without a password.
   */
  readonly raw: unknown;
}

/** Types of events that mean the same with every provider. */
export type BillingEventType = keyof BillingEventObjects;

/** What events of this type are about: the first half of the type. */
export type BillingEventResource<Type extends BillingEventType = BillingEventType> =
  Type extends `${infer Resource extends keyof BillingEventSubjects}.${string}` ? Resource : never;

/** An event of one type. */
export interface BillingEventOf<Type extends BillingEventType> extends BillingEventBase {
  readonly type: Type;
  /**
   * What it is about, as it was when the provider wrote the event. Absent where the provider sends
   * too little of it: read it by `subject`.
   */
  readonly object?: Result<BillingEventObjects[Type]>;
  /** Names what it is about, to read it as it is now: `billing.invoices.get(event.subject)`. */
  readonly subject: BillingEventSubjects[BillingEventResource<Type>];
}

/** An event that has no type of its own: see `providerType` and `raw`. */
export interface OtherBillingEvent extends BillingEventBase {
  readonly type: 'other';
  readonly object?: undefined;
  readonly subject?: undefined;
}

/**
 * Something that happened at the provider, as its webhooks tell it. `type` tells which one it is.
 * Events may come more than once and in any order.
 */
export type BillingEvent =
  | { [Type in BillingEventType]: BillingEventOf<Type> }[BillingEventType]
  | OtherBillingEvent;
