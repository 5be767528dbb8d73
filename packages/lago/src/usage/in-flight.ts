/** Lets so many pieces of work run at a time; the others wait for their turn. */
export class InFlight {
  #free: number;
  readonly #waiting: (() => void)[] = [];

  constructor(most: number) {
    this.#free = most;
  }

  async run<Value>(work: () => Promise<Value>): Promise<Value> {
    if (this.#free > 0) this.#free--;
    else await new Promise<void>((go) => this.#waiting.push(go));
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      // Whose turn it is takes this place over.
      if (next === undefined) this.#free++;
      else next();
    }
  }
}
