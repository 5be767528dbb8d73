import { type Clock, Decimal, type Instant, type InstantInput, toInstant } from '@billport/core';
import { FaultList } from '../machinery/faults/fault-list.ts';
import { JobQueue } from '../machinery/job-queue.ts';
import { type MovingClock, movingClock } from '../machinery/moving-clock.ts';
import { billDuePeriods } from './bill-due-periods.ts';
import { UuidRow } from './ids.ts';
import { monthOf } from './invoices/months.ts';
import type { CustomerRecord } from './records/customer.ts';
import type { DimensionRecord } from './records/dimension.ts';
import type { InvoiceRecord } from './records/invoice.ts';
import type { MeasurementRecord } from './records/measurement.ts';
import type { OfferingRecord } from './records/offering.ts';
import type { ProfileRecord } from './records/profile.ts';
import type { RefundRecord } from './records/refund.ts';
import type { TransactionRecord } from './records/transaction.ts';
import type { UsageRecord } from './records/usage.ts';
import { checkedSwitches, type PaigoSwitches, switchesWith } from './switches.ts';
import { WebhookSender } from './webhooks/webhook-sender.ts';

/** How an emulated account begins. */
export interface PaigoStateOptions {
  readonly switches?: Partial<PaigoSwitches>;
  /** The clock that time runs by. */
  readonly clock: Clock;
  /** The moment that the account begins at; the clock's when absent. */
  readonly startAt?: InstantInput | undefined;
  /** Whether time stands still between jumps; false when absent. */
  readonly frozen?: boolean | undefined;
  /** Milliseconds until work behind the answers is done. */
  readonly jobDelayMs?: number | undefined;
  /** The account's tax in percent, as text; `0` when absent. */
  readonly taxRate?: string | undefined;
}

/** One emulated account. Everything is in memory. */
export class PaigoState {
  /** The account's time, which can be moved. */
  readonly clock: MovingClock;
  /** The time in which requests come in. */
  readonly realClock: Clock;
  readonly ids = new UuidRow();
  readonly faults = new FaultList();
  readonly switches: PaigoSwitches;
  readonly jobs: JobQueue;
  readonly webhooks: WebhookSender;
  /** The account's tax in percent. */
  readonly taxRate: Decimal;
  /** The beginning of the month that is not billed yet. */
  billedUntil: Instant;
  /** Errors of jobs, of which no client heard. */
  readonly jobErrors: string[] = [];
  /** Where clients reach the emulator; begins links. */
  url = 'http://127.0.0.1:3000';

  readonly customers = new Map<string, CustomerRecord>();
  /** Ids of customers that were deleted. */
  readonly deletedCustomers = new Set<string>();
  readonly dimensions = new Map<string, DimensionRecord>();
  readonly offerings = new Map<string, OfferingRecord>();
  /** By customer, in the order in which they came. */
  readonly usage = new Map<string, UsageRecord[]>();
  /** By customer, in the order in which they came. */
  readonly transactions = new Map<string, TransactionRecord[]>();
  readonly invoices = new Map<string, InvoiceRecord>();
  /** By customer, in the order in which they were made. */
  readonly refunds = new Map<string, readonly RefundRecord[]>();
  readonly measurements = new Map<string, MeasurementRecord>();
  readonly profile: ProfileRecord = { businessName: 'Emulated Business', sendInvoiceEmail: 'true' };

  constructor(options: PaigoStateOptions) {
    const {
      clock,
      startAt,
      frozen = false,
      switches = {},
      jobDelayMs = 20,
      taxRate = '0',
    } = options;
    this.realClock = clock;
    this.clock = movingClock(clock, startAt, frozen);
    this.switches = switchesWith(switches);
    this.taxRate = Decimal.parse(taxRate);
    this.billedUntil = monthOf(this.now()).from;
    this.jobs = this.#newQueue(jobDelayMs);
    this.webhooks = new WebhookSender(this.faults, this.#newQueue(jobDelayMs));
  }

  #newQueue(delayMs: number): JobQueue {
    return new JobQueue(delayMs, (name, error) => {
      this.jobErrors.push(`${name}: ${error instanceof Error ? error.message : String(error)}`);
    });
  }

  /** The moment that the account is at. */
  now(): Instant {
    return toInstant(this.clock.now());
  }

  /** Bills what became due. Before every request. */
  catchUp(): void {
    billDuePeriods(this);
  }

  /**
   * Makes a written thing readable: at once, or when the waiting jobs are done, by the switch
   * `reads`.
   */
  reveal(name: string, written: { visible: boolean }): void {
    const show = () => {
      written.visible = true;
    };
    if (this.switches.reads === 'immediate') show();
    else this.jobs.add(`show ${name}`, show);
  }

  /**
   * Changes switches.
   * @throws BillingError `invalid_input`
   */
  change(switches: Readonly<Record<string, unknown>> | Partial<PaigoSwitches>): void {
    Object.assign(this.switches, checkedSwitches({ ...switches }));
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
    this.catchUp();
    await this.runJobs();
  }

  /** Lets go of everything. */
  close(): void {
    this.jobs.stop();
    this.webhooks.queue.stop();
  }
}
