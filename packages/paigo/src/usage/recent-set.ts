/**
 * Remembers the latest texts: at least `most / 2` of them, at most `most`. Both halves are filled
 * in turn, so that letting go of old ones costs nothing.
 */
export class RecentSet {
  readonly #half: number;
  #young = new Set<string>();
  #old = new Set<string>();

  constructor(most: number) {
    this.#half = Math.ceil(most / 2);
  }

  has(text: string): boolean {
    return this.#young.has(text) || this.#old.has(text);
  }

  add(text: string): void {
    this.#young.add(text);
    if (this.#young.size < this.#half) return;
    this.#old = this.#young;
    this.#young = new Set();
  }

  delete(text: string): void {
    this.#young.delete(text);
    this.#old.delete(text);
  }
}
