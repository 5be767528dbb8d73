/** Lets what changes one thing work one after the other, and everything else side by side. */
export class Turns {
  readonly #last = new Map<string, Promise<unknown>>();

  /**
   * Does the work when everything that came before it under this key has ended, well or not.
   * @param key what is changed, such as `customer:acme`
   */
  async take<Value>(key: string, work: () => Promise<Value>): Promise<Value> {
    const before = this.#last.get(key);
    const mine = before === undefined ? work() : before.then(work, work);
    this.#last.set(key, mine);
    try {
      return await mine;
    } finally {
      if (this.#last.get(key) === mine) this.#last.delete(key);
    }
  }
}
