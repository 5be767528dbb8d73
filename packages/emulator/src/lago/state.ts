import { type Clock, type Instant, type InstantInput, toInstant } from '@billport/core';
import { createEmbedded, type EmbeddedBilling } from '@billport/embedded';
import { JobQueue } from './job-queue.ts';
import { type MovingClock, movingClock } from './moving-clock.ts';
import { ObjectIds } from './object-ids.ts';
import { WebhookSender } from './webhook-sender.ts';

/** What the emulated account is like. Each can be changed while it runs. */
export interface LagoSwitches {
  /** Whether the account has a licence. */
  premium: boolean;
  /** Where events are kept, which decides what a repeated one answers. */
  eventStore: 'postgres' | 'clickhouse';
  /** Whether customers have a payment provider, so that links to pay exist. */
  paymentProvider: boolean;
}

/** How an emulated account begins. */
export interface LagoStateOptions extends Partial<LagoSwitches> {
  /** Milliseconds until work behind the answers is done. */
  readonly jobDelayMs: number;
  readonly clock: Clock;
  readonly startAt: InstantInput | undefined;
  /** Whether time stands still between jumps. */
  readonly frozen: boolean;
}

/** One emulated account: the engine, and what Lago has beside it. */
export class LagoState {
  readonly billing: EmbeddedBilling;
  readonly clock: MovingClock;
  readonly ids = new ObjectIds();
  readonly jobs: JobQueue;
  readonly webhooks = new WebhookSender();
  readonly switches: LagoSwitches;
  /** Where clients reach the emulator; begins links, and signs webhooks as `iss`. */
  url = 'http://127.0.0.1:3000';
  /** Begins the numbers of documents and customers. */
  readonly documentPrefix = 'BIL-0001';
  /** Lago's id of the account. */
  readonly organizationId = this.ids.of('organization', 'organization');
  /** Errors of jobs, of which no client heard. */
  readonly jobErrors: string[] = [];

  constructor(options: LagoStateOptions) {
    const { jobDelayMs, clock, startAt, frozen } = options;
    this.clock = movingClock(clock, startAt, frozen);
    this.billing = createEmbedded({ clock: this.clock.engine, synchronous: 'normal' });
    this.switches = {
      premium: options.premium ?? true,
      eventStore: options.eventStore ?? 'postgres',
      paymentProvider: options.paymentProvider ?? true,
    };
    this.jobs = new JobQueue(jobDelayMs, (name, error) => {
      this.jobErrors.push(`${name}: ${error instanceof Error ? error.message : String(error)}`);
    });
  }

  /** The moment that the account is at. */
  now(): Instant {
    return toInstant(this.clock.now());
  }

  /** Brings the engine to the present: what became due is billed. Before every request. */
  async catchUp(): Promise<void> {
    if (this.clock.now() > this.clock.engine.now()) await this.billing.advanceTo(this.clock.now());
  }

  /** Lets go of everything. */
  async close(): Promise<void> {
    this.jobs.stop();
    await this.billing.close();
  }
}
