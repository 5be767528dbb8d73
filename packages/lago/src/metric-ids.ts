import type { Clock } from '@billport/core';

/** Metrics that are remembered. */
const MOST = 1_000;

/** A code can be given to another metric: nothing is remembered for longer. */
const LONGEST_MS = 300_000;

/** Lago's ids of metrics by their codes, which charges of plans are written with. */
export class MetricIds {
  readonly #clock: Clock;
  readonly #known = new Map<string, { readonly id: string; readonly until: number }>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The id, where it is known and not too old. */
  find(code: string): string | undefined {
    const known = this.#known.get(code);
    return known !== undefined && known.until > this.#clock.now() ? known.id : undefined;
  }

  /** Remembers an id, and forgets the oldest where there are too many. */
  keep(code: string, id: string): void {
    this.#known.delete(code);
    this.#known.set(code, { id, until: this.#clock.now() + LONGEST_MS });
    const [oldest] = this.#known.keys();
    if (this.#known.size > MOST && oldest !== undefined) this.#known.delete(oldest);
  }

  /** Forgets what turned out to be wrong. */
  forget(code: string): void {
    this.#known.delete(code);
  }
}
