/**
 * The time that one attempt has, from its start to the last byte of its reply. One timer and one
 * listener: a signal of its own for each of the two ends costs a tenth of a small request.
 */
export class AttemptLimit {
  readonly #controller = new AbortController();
  readonly #caller: AbortSignal | undefined;
  readonly #timer: ReturnType<typeof setTimeout>;
  readonly #giveUp = () => this.#controller.abort();
  #isOver = false;

  /** @param caller fires when the caller gives up; ends the attempt too. */
  constructor(timeoutMs: number, caller: AbortSignal | undefined) {
    this.#caller = caller;
    this.#timer = setTimeout(() => {
      this.#isOver = true;
      this.#controller.abort();
    }, timeoutMs);
    caller?.addEventListener('abort', this.#giveUp, { once: true });
  }

  /** Fires at either end. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Whether the time ran out before the caller gave up. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /** Lets go of the timer and of the caller's signal. */
  end(): void {
    clearTimeout(this.#timer);
    this.#caller?.removeEventListener('abort', this.#giveUp);
  }
}
