import { type Instant, type ManualClock, manualClock } from '@billport/core';
import { createEmbedded, type EmbeddedBilling } from '@billport/embedded';
import { type AccountOptions, EmulatedAccount } from '../machinery/emulated-account.ts';
import type { JobQueue } from '../machinery/job-queue.ts';
import { noticeInvoices } from './invoice-visibility.ts';
import { ObjectIds } from './object-ids.ts';
import { noticeSubscriptions } from './subscriptions/notice-subscriptions.ts';
import { type LagoSwitches, SWITCHES } from './switches.ts';
import { WebhookSender } from './webhooks/webhook-sender.ts';

export type { LagoSwitches } from './switches.ts';

/** How an emulated account begins. */
export interface LagoStateOptions extends Omit<AccountOptions, 'pathPrefix'> {
  /** What differs from an account with a licence on a server of one's own. */
  readonly switches?: Partial<LagoSwitches>;
  /** The key of webhooks that are signed by HMAC. */
  readonly hmacKey?: string | undefined;
}

const HMAC_KEY = 'emulated-hmac-key';

/** One emulated account: the engine, and what Lago has beside it. */
export class LagoState extends EmulatedAccount<LagoSwitches> {
  readonly billing: EmbeddedBilling;
  /** The engine's time: at most the account's. */
  readonly engineClock: ManualClock;
  readonly ids = new ObjectIds();
  override readonly jobs: JobQueue;
  override readonly webhooks: WebhookSender;
  override readonly switches: LagoSwitches;
  /** Begins the numbers of documents and customers. */
  readonly documentPrefix = 'BIL-0001';
  /** When the account began. */
  readonly startedAt: Instant;
  /** Lago's id of the account. */
  readonly organizationId = this.ids.of('organization', 'organization');

  constructor({ switches = {}, hmacKey = HMAC_KEY, ...options }: LagoStateOptions) {
    super({ ...options, pathPrefix: '/api/v1' });
    this.startedAt = this.now();
    this.engineClock = manualClock(this.startedAt);
    this.billing = createEmbedded({ clock: this.engineClock, synchronous: 'normal' });
    this.switches = SWITCHES.with(switches);
    const { jobDelayMs } = this.switches;
    this.jobs = this.newQueue(jobDelayMs, () => noticeInvoices(this));
    this.webhooks = new WebhookSender(this, this.newQueue(jobDelayMs), hmacKey);
  }

  /** Brings the engine to the present: what became due is billed. Before every request. */
  override async catchUp(): Promise<void> {
    if (this.clock.now() <= this.engineClock.now()) return;
    await this.billing.advanceTo(this.clock.now());
    await noticeInvoices(this);
    await noticeSubscriptions(this);
  }

  /**
   * Changes switches.
   * @throws BillingError `invalid_input`
   */
  override change(switches: Readonly<Record<string, unknown>> | Partial<LagoSwitches>): void {
    Object.assign(this.switches, SWITCHES.checked({ ...switches }));
    for (const queue of [this.jobs, this.webhooks.queue]) queue.delayMs = this.switches.jobDelayMs;
  }

  /** Lets go of everything. */
  override async close(): Promise<void> {
    await super.close();
    await this.billing.close();
  }
}
