import { type Clock, type Instant, type InstantInput, toInstant } from '@billport/core';
import { FaultList } from './faults/fault-list.ts';
import { JobQueue } from './job-queue.ts';
import { type MovingClock, movingClock } from './moving-clock.ts';

/** How an emulated account begins. */
export interface AccountOptions {
  /** The clock that time runs by. */
  readonly clock: Clock;
  /** The moment that the account begins at; the clock's when absent. */
  readonly startAt?: InstantInput | undefined;
  /** Whether time stands still between jumps; false when absent. */
  readonly frozen?: boolean | undefined;
  /** What paths of requests begin with and those of faults need not; nothing when absent. */
  readonly pathPrefix?: string;
}

/** What every emulated account has: a time of its own, work behind the answers, and faults. */
export abstract class EmulatedAccount<Switches extends object> {
  /** The account's time, which can be moved. */
  readonly clock: MovingClock;
  /** The time in which requests come in. */
  readonly realClock: Clock;
  readonly faults: FaultList;
  /** Errors of jobs, of which no client heard. */
  readonly jobErrors: string[] = [];
  /** Where clients reach the emulator; begins links. */
  url = 'http://127.0.0.1:3000';
  abstract readonly switches: Switches;
  abstract readonly jobs: JobQueue;
  /** Apart from other work, so that a slow receiver holds up nothing else. */
  abstract readonly webhooks: { readonly queue: JobQueue };

  constructor({ clock, startAt, frozen = false, pathPrefix = '' }: AccountOptions) {
    this.realClock = clock;
    this.clock = movingClock(clock, startAt, frozen);
    this.faults = new FaultList(pathPrefix);
  }

  /** Bills what became due. Before every request. */
  abstract catchUp(): Promise<void> | void;

  /**
   * Changes switches.
   * @throws BillingError `invalid_input`
   */
  abstract change(switches: Readonly<Record<string, unknown>> | Partial<Switches>): void;

  /** A queue whose errors are noted. @param afterEach Runs behind each job. */
  protected newQueue(delayMs: number, afterEach?: () => Promise<void>): JobQueue {
    const onError = (name: string, error: unknown) => {
      this.jobErrors.push(`${name}: ${error instanceof Error ? error.message : String(error)}`);
    };
    return new JobQueue(delayMs, onError, afterEach);
  }

  /** The moment that the account is at. */
  now(): Instant {
    return toInstant(this.clock.now());
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

  /** Forgets what waits. */
  async close(): Promise<void> {
    this.jobs.stop();
    this.webhooks.queue.stop();
  }
}
