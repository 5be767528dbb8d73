import { type Clock, type Instant, type InstantInput, toInstant } from '@billport/core';
import { createEmbedded, type EmbeddedBilling } from '@billport/embedded';
import { FaultList } from './faults/fault-list.ts';
import { noticeInvoices } from './invoice-visibility.ts';
import { JobQueue } from './job-queue.ts';
import { type MovingClock, movingClock } from './moving-clock.ts';
import { ObjectIds } from './object-ids.ts';
import { noticeSubscriptions } from './subscriptions/notice-subscriptions.ts';
import { checkedSwitches, type LagoSwitches, switchesWith } from './switches.ts';
import { WebhookSender } from './webhooks/webhook-sender.ts';

export type { LagoSwitches } from './switches.ts';

/** How an emulated account begins. */
export interface LagoStateOptions {
  /** What differs from an account with a licence on a server of one's own. */
  readonly switches?: Partial<LagoSwitches>;
  /** The clock that time runs by. */
  readonly clock: Clock;
  /** The moment that the account begins at; the clock's when absent. */
  readonly startAt?: InstantInput | undefined;
  /** Whether time stands still between jumps; false when absent. */
  readonly frozen?: boolean | undefined;
  /** The key of webhooks that are signed by HMAC. */
  readonly hmacKey?: string | undefined;
}

const HMAC_KEY = 'emulated-hmac-key';

/** One emulated account: the engine, and what Lago has beside it. */
export class LagoState {
  readonly billing: EmbeddedBilling;
  /** The account's time, which can be moved. */
  readonly clock: MovingClock;
  /** The time in which requests come in. */
  readonly realClock: Clock;
  readonly ids = new ObjectIds();
  readonly jobs: JobQueue;
  readonly webhooks: WebhookSender;
  readonly faults = new FaultList();
  readonly switches: LagoSwitches;
  /** Where clients reach the emulator; begins links, and signs webhooks as `iss`. */
  url = 'http://127.0.0.1:3000';
  /** Begins the numbers of documents and customers. */
  readonly documentPrefix = 'BIL-0001';
  /** When the account began. */
  readonly startedAt: Instant;
  /** Lago's id of the account. */
  readonly organizationId = this.ids.of('organization', 'organization');
  /** Errors of jobs, of which no client heard. */
  readonly jobErrors: string[] = [];

  constructor(options: LagoStateOptions) {
    const { clock, startAt, frozen = false, switches = {}, hmacKey = HMAC_KEY } = options;
    this.realClock = clock;
    this.clock = movingClock(clock, startAt, frozen);
    this.startedAt = this.now();
    this.billing = createEmbedded({ clock: this.clock.engine, synchronous: 'normal' });
    this.switches = switchesWith(switches);
    this.jobs = this.#newQueue(() => noticeInvoices(this));
    this.webhooks = new WebhookSender(this, this.#newQueue(), hmacKey);
  }

  #newQueue(afterEach?: () => Promise<void>): JobQueue {
    const onError = (name: string, error: unknown) => {
      this.jobErrors.push(`${name}: ${error instanceof Error ? error.message : String(error)}`);
    };
    return new JobQueue(this.switches.jobDelayMs, onError, afterEach);
  }

  /** The moment that the account is at. */
  now(): Instant {
    return toInstant(this.clock.now());
  }

  /** Brings the engine to the present: what became due is billed. Before every request. */
  async catchUp(): Promise<void> {
    if (this.clock.now() <= this.clock.engine.now()) return;
    await this.billing.advanceTo(this.clock.now());
    await noticeInvoices(this);
    await noticeSubscriptions(this);
  }

  /**
   * Changes switches.
   * @throws BillingError `invalid_input`
   */
  change(switches: Readonly<Record<string, unknown>> | Partial<LagoSwitches>): void {
    Object.assign(this.switches, checkedSwitches({ ...switches }));
    for (const queue of [this.jobs, this.webhooks.queue]) queue.delayMs = this.switches.jobDelayMs;
  }

  /** Names of the work behind the answers that waits, webhooks last. */
  waitingJobs(): string[] {
    return [...this.jobs.waiting(), ...this.webhooks.queue.waiting()];
  }

  /** Does all work behind the answers now, and delivers all webhooks. */
  async runJobs(): Promise<void> {
    do {
      await this.jobs.runAll();
      await this.webhooks.queue.runAll();
    } while (this.jobs.waiting().length > 0);
  }

  /**
   * Does all work behind the answers now.
   * @throws Error when some of it failed.
   */
  async settle(): Promise<void> {
    await this.runJobs();
    const [problem] = this.jobErrors.splice(0);
    if (problem !== undefined) throw new Error(`The emulator failed: ${problem}`);
  }

  /** Does what waits, moves time forward, and bills what became due on the way. */
  async advanceTo(instant: InstantInput): Promise<void> {
    await this.runJobs();
    this.clock.jumpTo(instant);
    await this.catchUp();
  }

  /** Lets go of everything. */
  async close(): Promise<void> {
    this.jobs.stop();
    this.webhooks.queue.stop();
    await this.billing.close();
  }
}
