/** Fields of a thing by name; undefined where one is unset. */
export type Values = Readonly<Record<string, unknown>>;

/** What a change of a thing may name: absent stays, null takes it away. */
export interface Changes {
  /** By name: what is not named stays, null takes it away. */
  readonly metadata?: Values | undefined;
}

/** What is known beforehand of the fields of a kind of thing. */
export interface KnownFields {
  /** What Paigo makes of fields that a thing does not have, or that were lost. */
  readonly defaults: Values;
  /** Those that a thing cannot be without, so that they stay whatever a PUT does. */
  readonly required: readonly string[];
}

/** What a PUT left out, and whether it is still there. */
interface Untouched {
  /** Names that a PUT which replaces would have to lose. */
  readonly names: readonly string[];
  readonly lost: readonly string[];
}

/** A thing before a change, what was sent, and the thing after it. */
export interface Saved<Fields extends Changes> {
  readonly before: Fields;
  readonly sent: Fields;
  readonly after: Fields;
}

/**
 * What an account does with fields that a PUT leaves out. That it keeps them is inferred
 * (`facts/paigo.md §6.27`): so each save looks.
 */
export class PutHabit {
  readonly #known: KnownFields;
  #replaces = false;
  #isKnownToKeep = false;

  constructor(known: KnownFields) {
    this.#known = known;
  }

  /** Whether a PUT loses what it leaves out: then everything has to be sent. */
  get replaces(): boolean {
    return this.#replaces;
  }

  /**
   * Looks at what a PUT did. A PUT that replaces loses all that it left out: where a part is still
   * there, or where this account is known to keep, somebody else has taken the rest away meanwhile.
   * @returns whether the PUT lost what it left out
   */
  learn<Fields extends Changes>({ before, sent, after }: Saved<Fields>): boolean {
    const fields = this.#untouched(before as Values, sent as Values, after as Values);
    const metadata =
      sent.metadata === undefined
        ? { names: [], lost: [] }
        : this.#untouched(before.metadata ?? {}, sent.metadata, after.metadata ?? {});
    const hasLost = [fields, metadata].some((each) => this.#isReplaced(each));
    this.#replaces ||= hasLost;
    this.#isKnownToKeep ||= [fields, metadata].some(
      ({ names, lost }) => lost.length < names.length,
    );
    return hasLost;
  }

  /** Whether a value that was there is gone, or was set back to what Paigo takes for absent. */
  isLost(name: string, before: Values, after: Values): boolean {
    const { defaults } = this.#known;
    if (after[name] === undefined) return true;
    if (!Object.hasOwn(defaults, name)) return false;
    return after[name] !== before[name] && after[name] === defaults[name];
  }

  #untouched(before: Values, sent: Values, after: Values): Untouched {
    const { defaults, required } = this.#known;
    const names = Object.keys(before).filter(
      (name) =>
        before[name] !== undefined &&
        !Object.hasOwn(sent, name) &&
        !required.includes(name) &&
        before[name] !== defaults[name],
    );
    return { names, lost: names.filter((name) => this.isLost(name, before, after)) };
  }

  #isReplaced({ names, lost }: Untouched): boolean {
    const isAll = names.length > 0 && lost.length === names.length;
    return isAll && (names.length > 1 || !this.#isKnownToKeep);
  }
}
