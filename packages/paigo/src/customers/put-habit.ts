import type { CustomerChanges } from '../wire/customer.ts';

/** What Paigo makes of fields that a customer does not have, or that were lost. */
const DEFAULTS: Readonly<Record<string, unknown>> = { currency: 'USD', taxExempt: 'none' };

/** Fields that a customer cannot be without, so that they stay whatever a PUT does. */
const REQUIRED: ReadonlySet<string> = new Set(['customerName', 'email', 'paymentChannel']);

type Values = Readonly<Record<string, unknown>>;

/** What a PUT left out, and whether it is still there. */
interface Untouched {
  /** Names that a PUT which replaces would have to lose. */
  readonly names: readonly string[];
  readonly lost: readonly string[];
}

/** Whether a value that was there is gone, or was set back to what Paigo takes for absent. */
export const isLost = (name: string, before: Values, after: Values) =>
  after[name] === undefined ||
  (after[name] !== before[name] && after[name] === DEFAULTS[name] && Object.hasOwn(DEFAULTS, name));

function untouched(before: Values, sent: Values, after: Values): Untouched {
  const names = Object.keys(before).filter(
    (name) =>
      before[name] !== undefined &&
      !Object.hasOwn(sent, name) &&
      !REQUIRED.has(name) &&
      before[name] !== DEFAULTS[name],
  );
  return { names, lost: names.filter((name) => isLost(name, before, after)) };
}

/** Customers before a change, what was sent, and after it. */
export interface SavedCustomer {
  readonly before: CustomerChanges;
  readonly sent: CustomerChanges;
  readonly after: CustomerChanges;
}

/**
 * What an account does with fields that a PUT leaves out. That it keeps them is inferred
 * (`facts/paigo.md §6.27`): so each save looks.
 */
export class PutHabit {
  #replaces = false;
  #isKnownToKeep = false;

  /** Whether a PUT loses what it leaves out: then everything has to be sent. */
  get replaces(): boolean {
    return this.#replaces;
  }

  /**
   * Looks at what a PUT did. A PUT that replaces loses all that it left out: where a part is still
   * there, or where this account is known to keep, somebody else has taken the rest away meanwhile.
   * @returns whether the PUT lost what it left out
   */
  learn({ before, sent, after }: SavedCustomer): boolean {
    const fields = untouched(before as Values, sent as Values, after as Values);
    const metadata =
      sent.metadata === undefined
        ? { names: [], lost: [] }
        : untouched(before.metadata ?? {}, sent.metadata, after.metadata ?? {});
    const hasLost = [fields, metadata].some((each) => this.#isReplaced(each));
    this.#replaces ||= hasLost;
    this.#isKnownToKeep ||= [fields, metadata].some(
      ({ names, lost }) => lost.length < names.length,
    );
    return hasLost;
  }

  #isReplaced({ names, lost }: Untouched): boolean {
    const isAll = names.length > 0 && lost.length === names.length;
    return isAll && (names.length > 1 || !this.#isKnownToKeep);
  }
}
