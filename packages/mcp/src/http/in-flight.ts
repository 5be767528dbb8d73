/** Counts requests from the moment they are let in until their answer is out. */
export class InFlight {
  readonly #most: number;
  #count = 0;
  #onEmpty: (() => void) | undefined;

  constructor(most: number) {
    this.#most = most;
  }

  /**
   * Takes a place.
   * @returns How to give it back, which counts once; undefined where all places are taken.
   */
  enter(): (() => void) | undefined {
    if (this.#count >= this.#most) return undefined;
    this.#count += 1;
    let isInside = true;
    return () => {
      if (!isInside) return;
      isInside = false;
      this.#count -= 1;
      if (this.#count === 0) this.#onEmpty?.();
    };
  }

  /** Waits until all places are free, or the time is over. True if they are free. */
  async settled(timeoutMs: number): Promise<boolean> {
    if (this.#count === 0) return true;
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve(false), timeoutMs);
      this.#onEmpty = () => {
        clearTimeout(timer);
        resolve(true);
      };
    });
  }
}
