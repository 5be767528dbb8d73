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

/**
 * Gives each record of a dimension a millisecond of its own: Paigo may count records at the same one
 * once (`facts/paigo.md §6.3`).
 */
export class Moments {
  readonly #sent = new RecentSet(MOST_MOMENTS);

  /**
   * Takes the moment, or the next free one. It stays within what is aggregated together: at the end of
   * that it goes back instead.
   * @param known places of records that were found at Paigo
   * @returns the moment that was taken; epoch milliseconds
   */
  take(place: Place, interval: EventMetric['interval'], known: KnownPlaces): number {
    const isFree = (at: number) => {
      const other = { ...place, at };
      return !this.#sent.has(nameOf(other)) && !known.has(other);
    };
    let { at } = place;
    if (!isFree(at)) {
      const end = endOf(interval, at);
      while (at < end && !isFree(at)) at++;
      if (at === end) at = place.at;
      while (!isFree(at)) at--;
    }
    this.#sent.add(nameOf({ ...place, at }));
    return at;
  }

  /** Nothing was sent: the moment is free again. */
  release(place: Place): void {
    this.#sent.delete(nameOf(place));
  }
}

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
