import type { EventMetric } from './event-targets.ts';
import { RecentSet } from './recent-set.ts';

/** How many moments of records that this process sent are remembered, at most. */
const MOST_MOMENTS = 100_000;

const HOUR_MS = 3_600_000;

/** The first moment behind the hour, day or calendar month in UTC; epoch milliseconds. */
function endOf(interval: EventMetric['interval'], at: number): number {
  if (interval !== 'month') {
    const length = interval === 'hour' ? HOUR_MS : 24 * HOUR_MS;
    return (Math.floor(at / length) + 1) * length;
  }
  const day = new Date(at);
  return Date.UTC(day.getUTCFullYear(), day.getUTCMonth() + 1, 1);
}

/** Where a record lies. */
export interface Place {
  readonly customerId: string;
  readonly dimensionId: string;
  /** Epoch milliseconds. */
  readonly at: number;
}

const nameOf = ({ customerId, dimensionId, at }: Place) => `${customerId}\n${dimensionId}\n${at}`;

/** Places of records that were found at Paigo. */
export class KnownPlaces {
  readonly #names = new Set<string>();

  add(place: Place): void {
    this.#names.add(nameOf(place));
  }

  has(place: Place): boolean {
    return this.#names.has(nameOf(place));
  }
}

/** Moments of records that this process sent, or is about to. */
export class Moments {
  readonly #taken = new RecentSet(MOST_MOMENTS);

  has(place: Place): boolean {
    return this.#taken.has(nameOf(place));
  }

  take(place: Place): void {
    this.#taken.add(nameOf(place));
  }

  /** Nothing was sent: the moment is free again. */
  release(place: Place): void {
    this.#taken.delete(nameOf(place));
  }
}

/** The last moment that was given in a dimension, and the one that was asked for. */
interface Given {
  readonly asked: number;
  readonly at: number;
}

/**
 * Gives each record of a dimension a millisecond of its own: Paigo may count records at the same one
 * once (`facts/paigo.md §6.3`). Asked in the order of time, it gives in that order.
 */
export class MomentGiver {
  readonly #moments: Moments;
  readonly #known: KnownPlaces;
  readonly #last = new Map<string, Given>();

  /** @param known places of records that were found at Paigo */
  constructor(moments: Moments, known: KnownPlaces) {
    this.#moments = moments;
    this.#known = known;
  }

  /**
   * Takes the moment of a record, or the next free one. It stays within what is aggregated together:
   * at the end of that it goes back instead. Returns epoch milliseconds.
   * @param place no earlier than the ones of the same dimension before
   */
  give(place: Place, interval: EventMetric['interval']): number {
    const dimension = `${place.customerId}\n${place.dimensionId}`;
    const at = this.#free(place, interval, this.#last.get(dimension));
    this.#last.set(dimension, { asked: place.at, at });
    this.#moments.take({ ...place, at });
    return at;
  }

  #isFree(place: Place): boolean {
    return !this.#moments.has(place) && !this.#known.has(place);
  }

  /** Everything from what was asked last up to what was given then is taken: that is not tried again. */
  #free(place: Place, interval: EventMetric['interval'], last: Given | undefined): number {
    const { at: asked } = place;
    const isBack = last !== undefined && last.at < last.asked && last.asked === asked;
    const end = isBack ? asked : endOf(interval, asked);
    let at = last !== undefined && last.at >= asked ? last.at + 1 : asked;
    while (at < end && !this.#isFree({ ...place, at })) at++;
    if (at < end) return at;
    at = isBack ? last.at - 1 : asked - 1;
    while (!this.#isFree({ ...place, at })) at--;
    return at;
  }
}
