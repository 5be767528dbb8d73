import { toInstant } from '@billport/core';

/**
 * Names of things that only a run knows, written as text inside generated inputs: `<invoiceId 3>`
 * is the id of an invoice that the run has made, `<instant -90>` lies 90 minutes before its
 * present, `<date -90>` the same as a Date. A generated input so stays printable, and is the same
 * in every replay.
 */
const REFERENCE = /^<(\w+) (-?\d+)>$/;

/** The text that stands for the `number`th id of this kind, or for a moment. */
export function reference(kind: string, number: number): string {
  return `<${kind} ${number}>`;
}

/** Ids that the engine gives, by the prefix that it gives them. */
const ID = /^(inv|fee|cn|wallet|applied_coupon)_\d+$/;
const PREFIXES: Readonly<Record<string, string>> = {
  invoiceId: 'inv',
  feeId: 'fee',
  creditNoteId: 'cn',
  walletId: 'wallet',
  appliedCouponId: 'applied_coupon',
};

const MINUTE = 60_000;

interface Lines {
  id?: unknown;
  fees?: { id?: unknown }[];
}

/** What a run has seen in results, and with that, what references stand for. */
export class KnownIds {
  readonly #ids = new Map<string, Set<string>>();
  readonly #feesOf = new Map<string, string[]>();

  /** Takes note of every id in a result. */
  learn(result: unknown): void {
    if (typeof result === 'string') {
      const prefix = ID.exec(result)?.[1];
      if (prefix !== undefined) this.#add(prefix, result);
      return;
    }
    if (typeof result !== 'object' || result === null) return;
    const { id, fees } = result as Lines;
    if (typeof id === 'string' && Array.isArray(fees)) {
      this.#feesOf.set(
        id,
        fees.map((fee) => String(fee.id)),
      );
    }
    for (const inner of Object.values(result)) this.learn(inner);
  }

  /** The input with every reference replaced by what it stands for at `now`. */
  resolve(input: unknown, now: number): unknown {
    return this.#resolve(input, now, undefined);
  }

  #add(prefix: string, id: string): void {
    const known = this.#ids.get(prefix);
    if (known === undefined) this.#ids.set(prefix, new Set([id]));
    else known.add(id);
  }

  /** `invoiceId` is that of the object around, whose fees are meant by references to fees. */
  #resolve(value: unknown, now: number, invoiceId: string | undefined): unknown {
    if (typeof value === 'string') return this.#resolveText(value, now, invoiceId);
    if (Array.isArray(value)) return value.map((inner) => this.#resolve(inner, now, invoiceId));
    // Only plain objects hold references; others (dates, objects without a prototype) are the
    // point of the input that holds them.
    if (typeof value !== 'object' || value === null) return value;
    if (Object.getPrototypeOf(value) !== Object.prototype) return value;
    const own = Object.hasOwn(value, 'invoiceId')
      ? this.#resolve((value as { invoiceId: unknown }).invoiceId, now, undefined)
      : invoiceId;
    const around = typeof own === 'string' ? own : invoiceId;
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [key, this.#resolve(inner, now, around)]),
    );
  }

  #resolveText(text: string, now: number, invoiceId: string | undefined): unknown {
    const [, kind, digits] = REFERENCE.exec(text) ?? [];
    if (kind === undefined) return text;
    const number = Number(digits);
    if (kind === 'instant') return toInstant(now + number * MINUTE);
    if (kind === 'date') return new Date(now + number * MINUTE);
    const lines = kind === 'feeId' && invoiceId !== undefined && this.#feesOf.get(invoiceId);
    const known = lines || [...(this.#ids.get(PREFIXES[kind] ?? kind) ?? [])];
    // Newer ones first: the older ones are ended and done with.
    return known.at(-1 - (number % Math.max(known.length, 1))) ?? text;
  }
}
