import type { UsageEventInput } from '@billport/core';

/** What batches are made from. */
export interface BatchSource {
  readonly events: readonly UsageEventInput[];
  /** Whether the event travels. */
  readonly travels: (index: number) => boolean;
  /** Whether ids may be shared: then they must not meet in a batch. */
  readonly hasShared: boolean;
  /** Most events of a batch: asked for each anew. */
  readonly size: () => number;
}

/** Indexes of events that may travel together, and of those that must wait for another batch. */
function* distinct(
  indexes: Iterable<number>,
  { events, size }: BatchSource,
  deferred: number[],
): Generator<number[]> {
  let batch: number[] = [];
  let ids = new Set<string>();
  for (const index of indexes) {
    const id = events[index]?.id ?? '';
    if (ids.has(id)) {
      deferred.push(index);
      continue;
    }
    ids.add(id);
    batch.push(index);
    if (batch.length < size()) continue;
    yield batch;
    batch = [];
    ids = new Set();
  }
  if (batch.length > 0) yield batch;
}

function* travelling({ events, travels }: BatchSource): Generator<number> {
  for (let index = 0; index < events.length; index++) if (travels(index)) yield index;
}

/**
 * Indexes of the events, in batches. Lago refuses an id that stands in a batch twice, even for two
 * subscriptions (`facts/lago.md §b`, Events): then the second one comes in a later batch.
 */
export function* eventBatches(source: BatchSource): Generator<number[]> {
  if (source.hasShared) {
    let waiting: Iterable<number> = travelling(source);
    for (;;) {
      const deferred: number[] = [];
      yield* distinct(waiting, source, deferred);
      if (deferred.length === 0) return;
      waiting = deferred;
    }
  }
  let batch: number[] = [];
  for (let index = 0; index < source.events.length; index++) {
    if (!source.travels(index)) continue;
    batch.push(index);
    if (batch.length < source.size()) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
