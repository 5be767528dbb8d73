import type { Clock } from '@billport/core';

/** How long something found is taken for true, in milliseconds. */
const KEPT_MS = 60_000;

/** How many are kept: of more, the oldest go. */
const MOST = 10_000;

interface Kept<Value> {
  readonly value: Value;
  readonly until: number;
}

/**
 * Remembers for a minute what was found under a key. Whoever asks while a lookup is on its way
 * waits for that one. What is not there is not remembered: it may be made the moment after.
 */
export class LookupCache<Value extends object> {
  readonly #clock: Clock;
  readonly #load: (key: string) => Promise<Value | undefined>;
  readonly #kept = new Map<string, Kept<Value>>();
  readonly #loading = new Map<string, Promise<Value | undefined>>();

  constructor(clock: Clock, load: (key: string) => Promise<Value | undefined>) {
    this.#clock = clock;
    this.#load = load;
  }

  /** What is remembered. */
  known(key: string): Value | undefined {
    const kept = this.#kept.get(key);
    return kept !== undefined && this.#clock.now() < kept.until ? kept.value : undefined;
  }

  /** What is remembered, else what is there; undefined where nothing is. */
  async find(key: string): Promise<Value | undefined> {
    const known = this.known(key);
    if (known !== undefined) return known;
    const loading = this.#loading.get(key) ?? this.#start(key);
    return loading;
  }

  #start(key: string): Promise<Value | undefined> {
    const loading = this.#load(key)
      .then((value) => this.#keep(key, value))
      .finally(() => this.#loading.delete(key));
    this.#loading.set(key, loading);
    return loading;
  }

  #keep(key: string, value: Value | undefined): Value | undefined {
    this.#kept.delete(key);
    if (value === undefined) return undefined;
    this.#kept.set(key, { value, until: this.#clock.now() + KEPT_MS });
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > MOST && oldest !== undefined) this.#kept.delete(oldest);
    return value;
  }
}
