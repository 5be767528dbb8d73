/** Ids in the form of UUIDs: random-looking, and the same in every run. */
export class UuidRow {
  #made = 0;

  /** The next id. */
  next(): string {
    this.#made += 1;
    const low = this.#made.toString(16).padStart(12, '0');
    // A multiplicative hash spreads the first digits, as those of random ids are.
    const high = (Math.imul(this.#made, 0x9e3779b1) >>> 0).toString(16).padStart(8, '0');
    return `${high}-5a16-4000-8000-${low}`;
  }
}

/** Whether the text has the form of an id that Paigo makes. */
export const isUuid = (text: string): boolean =>
  /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i.test(text);
