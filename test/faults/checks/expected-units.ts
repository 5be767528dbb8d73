import { Decimal, toEpochMs, type UsageEvent } from '@billport/core';

const amountOf = (event: UsageEvent, name: string) => Decimal.parse(event.properties[name] ?? '');

function sum(events: readonly UsageEvent[], name: string): Decimal {
  const total = events.reduce((so, event) => so.plus(amountOf(event, name)), Decimal.ZERO);
  return total.compare(Decimal.ZERO) < 0 ? Decimal.ZERO : total;
}

function highest(events: readonly UsageEvent[], name: string): Decimal {
  return events
    .map((event) => amountOf(event, name))
    .reduce((top, value) => (value.compare(top) > 0 ? value : top), Decimal.ZERO);
}

function active(events: readonly UsageEvent[]): Decimal {
  const users = new Set<string>();
  for (const { properties } of events) {
    const user = properties.user ?? '';
    if (properties.operation_type === 'remove') users.delete(user);
    else users.add(user);
  }
  return Decimal.fromInteger(users.size);
}

/**
 * The units of a metric of the workload in `[from, to)`, summed up from the events themselves
 * (`facts/rating.md §4`).
 * @param events of one subscription, by time and arrival
 */
export function expectedUnits(
  metric: string,
  events: readonly UsageEvent[],
  { from, to }: { from: number; to: number },
): Decimal {
  const ever = events.filter((event) => event.metric === metric && toEpochMs(event.timestamp) < to);
  const inside = ever.filter((event) => toEpochMs(event.timestamp) >= from);
  switch (metric) {
    case 'tokens':
      return sum(inside, 'tokens');
    case 'peak':
      return highest(inside, 'tokens');
    case 'storage':
      return sum(ever, 'gigabytes');
    case 'seats':
      return active(ever);
    default:
      return Decimal.fromInteger(inside.length);
  }
}
