import { describe, expect, it } from 'vitest';
import { eventGroup, groupEvents } from './event-group.ts';

const event = (properties: Record<string, string>, timestamp = 0) => ({ timestamp, properties });

describe('eventGroup', () => {
  it('puts absent and empty properties into the null group', () => {
    const absent = eventGroup(['agent'], event({}));
    const empty = eventGroup(['agent'], event({ agent: '' }));
    expect(absent.values).toEqual({ agent: null });
    expect(empty.key).toBe(absent.key);
  });

  it('keeps apart groups whose values run together', () => {
    const one = eventGroup(['a', 'b'], event({ a: 'x,y', b: 'z' }));
    const other = eventGroup(['a', 'b'], event({ a: 'x', b: 'y,z' }));
    const texts = eventGroup(['a'], event({ a: 'null' }));
    expect(one.key).not.toBe(other.key);
    expect(texts.key).not.toBe(eventGroup(['a'], event({})).key);
  });

  it('takes any name for a property', () => {
    const group = eventGroup(['__proto__', 'constructor'], event({}));
    expect(Object.entries(group.values)).toEqual([
      ['__proto__', null],
      ['constructor', null],
    ]);
  });
});

describe('groupEvents', () => {
  it('splits events by group and keeps their order', () => {
    const groups = groupEvents(
      ['agent'],
      [event({ agent: 'b' }, 1), event({ agent: 'a' }, 2), event({ agent: 'b' }, 3)],
    );
    expect(
      groups.map(({ group, events }) => [group.values.agent, events.map((e) => e.timestamp)]),
    ).toEqual([
      ['b', [1, 3]],
      ['a', [2]],
    ]);
  });
});
