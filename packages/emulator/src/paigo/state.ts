import { Decimal, type Instant, type InstantInput } from '@billport/core';
import { type AccountOptions, EmulatedAccount } from '../machinery/emulated-account.ts';
import type { JobQueue } from '../machinery/job-queue.ts';
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
import { type PaigoSwitches, SWITCHES } from './switches.ts';
import { TokenBook } from './tokens.ts';
import { WebhookSender } from './webhooks/webhook-sender.ts';

/** Milliseconds until work behind the answers is done. */
export const DEFAULT_JOB_DELAY_MS = 20;

/** How an emulated account begins. */
export interface PaigoStateOptions extends Omit<AccountOptions, 'pathPrefix'> {
  readonly switches?: Partial<PaigoSwitches>;
  /** Milliseconds until work behind the answers is done. */
  readonly jobDelayMs?: number | undefined;
  /** The account's tax in percent, as text; `0` when absent. */
  readonly taxRate?: string | undefined;
}

/** One emulated account. Everything is in memory. */
export class PaigoState extends EmulatedAccount<PaigoSwitches> {
  readonly ids = new UuidRow();
  readonly tokens = new TokenBook(this);
  override readonly switches: PaigoSwitches;
  override readonly jobs: JobQueue;
  override readonly webhooks: WebhookSender;
  /** The account's tax in percent. */
  readonly taxRate: Decimal;
  /** The beginning of the month that is not billed yet. */
  billedUntil: Instant;

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

  constructor({
    switches = {},
    jobDelayMs = DEFAULT_JOB_DELAY_MS,
    taxRate = '0',
    ...options
  }: PaigoStateOptions) {
    super(options);
    this.switches = SWITCHES.with(switches);
    this.taxRate = Decimal.parse(taxRate);
    this.billedUntil = monthOf(this.now()).from;
    this.jobs = this.newQueue(jobDelayMs);
    this.webhooks = new WebhookSender(this.faults, this.newQueue(jobDelayMs));
  }

  override catchUp(): void {
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

  override change(switches: Readonly<Record<string, unknown>> | Partial<PaigoSwitches>): void {
    Object.assign(this.switches, SWITCHES.checked({ ...switches }));
  }

  /** Does what waits, moves time forward, bills what became due on the way, and tells of it. */
  override async advanceTo(instant: InstantInput): Promise<void> {
    await super.advanceTo(instant);
    await this.runJobs();
  }
}
