import { type Clock, Decimal, type Money } from '@billport/core';
import { Refusal } from '../answers/refusal.ts';
import type { Settings } from '../configuration/settings.ts';

/** What is limited of a change. */
export interface LimitedChange {
  readonly needsConsent: boolean;
  readonly money?: Money | undefined;
}

/** A change that counts. */
export interface CountedChange {
  /** Takes it back: it is known that it did not happen. More than once is the same as once. */
  release(): void;
}

/** What the limits are. */
export interface ChangeLimitsOptions {
  readonly clock: Clock;
  readonly limits: Pick<Settings, 'maxAmount' | 'maxAmountPerHour' | 'maxChangesPerHour'>;
  /** Most changes of an hour that are remembered, of all principals together. */
  readonly most?: number | undefined;
}

interface Counted {
  readonly at: number;
  readonly needsConsent: boolean;
  readonly currency: string | undefined;
  readonly amount: Decimal;
}

const HOUR_MS = 3_600_000;
const USUAL_MOST = 100_000;

/**
 * The limit of a currency: its own, or that of all others; undefined where no currency has one.
 * @throws Refusal `limit_exceeded` where others have one and it has none: nobody has allowed it
 */
function limitOf(
  variable: string,
  limits: Readonly<Record<string, string>>,
  currency: string,
): Decimal | undefined {
  const text = Object.hasOwn(limits, currency) ? limits[currency] : limits['*'];
  if (text !== undefined) return Decimal.parse(text);
  const named = Object.keys(limits);
  if (named.length === 0) return undefined;
  throw exceeded(
    variable,
    `${variable} has a limit for ${named.join(', ')} and none for ${currency}, so nothing may move in it.`,
    {
      currency,
    },
  );
}

function countOf(changes: number): string {
  return changes === 1 ? '1 change that needs' : `${changes} changes that need`;
}

function exceeded(limit: string, message: string, facts: object, retryAfterMs?: number): Refusal {
  return new Refusal('limit_exceeded', {
    message: `${message} Nothing was changed.`,
    next:
      retryAfterMs === undefined
        ? `Ask whoever runs the server: ${limit} says so.`
        : `Try again after ${Math.ceil(retryAfterMs / 60_000)} min, or ask whoever runs the server: ${limit} says so.`,
    retryable: retryAfterMs !== undefined,
    retryAfterMs,
    facts: { limit, ...facts },
  });
}

/**
 * How much may be changed: the amount of one change, and in any hour the sum of each currency and
 * the number of changes that need consent, of one principal. Sums are exact. What a refund takes
 * counts as what a charge brings: without its sign. Where any currency has a limit, one without is
 * not moved at all. Source: `facts/mcp.md §e.3 D8`.
 */
export class ChangeLimits {
  readonly #clock: Clock;
  readonly #limits: ChangeLimitsOptions['limits'];
  readonly #most: number;
  readonly #counted = new Map<string, Counted[]>();
  #size = 0;

  constructor(options: ChangeLimitsOptions) {
    this.#clock = options.clock;
    this.#limits = options.limits;
    this.#most = options.most ?? USUAL_MOST;
  }

  /** How many changes are remembered. */
  get size(): number {
    return this.#size;
  }

  /**
   * Whether the change may be made now; it is not counted yet.
   * @throws Refusal `limit_exceeded` that names the limit.
   */
  check(principal: string, change: LimitedChange): void {
    const recent = this.#recent(principal);
    if (change.needsConsent) this.#checkCount(recent);
    if (change.money === undefined) return;
    this.#checkAmount(change.money);
    this.#checkSum(recent, change.money);
  }

  /**
   * Checks and counts at once, so that changes that are made at the same time are held to the limit
   * together. Call it right before the change is made.
   * @throws Refusal `limit_exceeded` that names the limit; nothing is counted then.
   */
  take(principal: string, change: LimitedChange): CountedChange {
    this.check(principal, change);
    if (!change.needsConsent && change.money === undefined) return { release: () => undefined };
    this.#requireRoom();
    const counted: Counted = {
      at: this.#clock.now(),
      needsConsent: change.needsConsent,
      currency: change.money?.currency,
      amount: change.money === undefined ? Decimal.ZERO : Decimal.parse(change.money.amount).abs(),
    };
    this.#counted.set(principal, [...this.#recent(principal), counted]);
    this.#size += 1;
    return { release: () => this.#remove(principal, (one) => one !== counted) };
  }

  #checkCount(recent: readonly Counted[]): void {
    const most = this.#limits.maxChangesPerHour;
    const ofConsent = recent.filter((one) => one.needsConsent);
    if (ofConsent.length < most) return;
    throw exceeded(
      'BILLING_MCP_MAX_CHANGES_PER_HOUR',
      `${countOf(ofConsent.length)} consent ${ofConsent.length === 1 ? 'was' : 'were'} made in the last hour, and the most is ${most}.`,
      { most, made: ofConsent.length },
      this.#untilGone(ofConsent),
    );
  }

  #checkAmount({ amount, currency }: Money): void {
    const most = limitOf('BILLING_MCP_MAX_AMOUNT', this.#limits.maxAmount, currency);
    if (most === undefined || Decimal.parse(amount).abs().compare(most) <= 0) return;
    throw exceeded(
      'BILLING_MCP_MAX_AMOUNT',
      `${amount} ${currency} is more than one change may move: ${most} ${currency}.`,
      { most: most.toString(), amount, currency },
    );
  }

  #checkSum(recent: readonly Counted[], { amount, currency }: Money): void {
    const most = limitOf(
      'BILLING_MCP_MAX_AMOUNT_PER_HOUR',
      this.#limits.maxAmountPerHour,
      currency,
    );
    if (most === undefined) return;
    const alike = recent.filter((one) => one.currency === currency);
    const moved = Decimal.sum(alike.map((one) => one.amount));
    const wanted = Decimal.parse(amount).abs();
    if (moved.plus(wanted).compare(most) <= 0) return;
    // What is above the limit by itself does not fit later either.
    const isEverTooMuch = wanted.compare(most) > 0;
    throw exceeded(
      'BILLING_MCP_MAX_AMOUNT_PER_HOUR',
      `${moved} ${currency} moved in the last hour; with ${amount} more it would be above ${most} ${currency}.`,
      { most: most.toString(), moved: moved.toString(), amount, currency },
      isEverTooMuch ? undefined : this.#untilGone(alike),
    );
  }

  /** Milliseconds until the oldest of them no longer counts; undefined where there is none. */
  #untilGone([oldest]: readonly Counted[]): number | undefined {
    if (oldest === undefined) return undefined;
    return Math.min(HOUR_MS, oldest.at + HOUR_MS - this.#clock.now());
  }

  #recent(principal: string): readonly Counted[] {
    const longAgo = this.#clock.now() - HOUR_MS;
    this.#remove(principal, (one) => one.at > longAgo);
    return this.#counted.get(principal) ?? [];
  }

  #remove(principal: string, keep: (one: Counted) => boolean): void {
    const before = this.#counted.get(principal);
    if (before === undefined) return;
    const kept = before.filter(keep);
    this.#size -= before.length - kept.length;
    if (kept.length === 0) this.#counted.delete(principal);
    else this.#counted.set(principal, kept);
  }

  /** Forgetting what counts would let more through than the limit: a full memory refuses instead. */
  #requireRoom(): void {
    if (this.#size < this.#most) return;
    for (const principal of [...this.#counted.keys()]) this.#recent(principal);
    if (this.#size < this.#most) return;
    throw exceeded(
      'the memory of the server',
      `${this.#most} changes were made in the last hour by all callers, and more cannot be counted.`,
      { most: this.#most },
      HOUR_MS,
    );
  }
}
