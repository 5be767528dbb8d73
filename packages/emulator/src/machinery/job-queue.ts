/** Work that is done behind the answer: top-ups, documents, webhooks. */
interface Job {
  readonly name: string;
  readonly work: () => Promise<void> | void;
  timer: ReturnType<typeof setTimeout> | undefined;
}

/** Jobs that run in order, each after a delay of real time, or all at once when told to. */
export class JobQueue {
  readonly #waiting = new Set<Job>();
  readonly #onError: (name: string, error: unknown) => void;
  readonly #afterEach: () => Promise<void>;
  #running: Promise<void> = Promise.resolve();
  delayMs: number;

  /** @param afterEach Runs behind each job, also behind one that failed. */
  constructor(
    delayMs: number,
    onError: (name: string, error: unknown) => void,
    afterEach: () => Promise<void> = async () => undefined,
  ) {
    this.delayMs = delayMs;
    this.#onError = onError;
    this.#afterEach = afterEach;
  }

  /** Puts work into the queue. With `afterMs` it waits longer or shorter than the others. */
  add(name: string, work: Job['work'], afterMs: number = this.delayMs): void {
    const job: Job = { name, work, timer: undefined };
    this.#waiting.add(job);
    job.timer = setTimeout(() => void this.#start(job), afterMs);
  }

  #start(job: Job): Promise<void> {
    if (!this.#waiting.delete(job)) return this.#running;
    clearTimeout(job.timer);
    this.#running = this.#running.then(async () => {
      await this.#try(job.name, job.work);
      await this.#try(`after ${job.name}`, this.#afterEach);
    });
    return this.#running;
  }

  async #try(name: string, work: Job['work']): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.#onError(name, error);
    }
  }

  /** Runs everything that waits, and what that puts into the queue, without waiting for delays. */
  async runAll(): Promise<void> {
    let running: Promise<void>;
    do {
      for (const job of this.#waiting) void this.#start(job);
      running = this.#running;
      await running;
      // Meanwhile a timer may have started another one, which waits no more.
    } while (this.#waiting.size > 0 || running !== this.#running);
  }

  /** Names of the jobs that wait. */
  waiting(): string[] {
    return [...this.#waiting].map(({ name }) => name);
  }

  /** Forgets what waits. */
  stop(): void {
    for (const { timer } of this.#waiting) clearTimeout(timer);
    this.#waiting.clear();
  }
}
