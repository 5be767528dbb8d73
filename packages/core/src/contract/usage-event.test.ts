import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { InstantIn, Key, SignedDecimal } from './scalars.ts';
import { EventProperties, UsageEventInput } from './usage-event.ts';

/** The schema of an event without its fast paths. */
const slow = z.strictObject({
  id: Key,
  subscriptionKey: Key,
  metric: Key,
  timestamp: InstantIn,
  properties: EventProperties.optional(),
  preciseAmount: SignedDecimal.optional(),
});

const odd = fc.constantFrom<unknown>(
  '',
  ' a',
  'a\nb',
  'x'.repeat(255),
  'x'.repeat(256),
  '\ud800',
  'ключ',
  '2026-02-29T00:00:00.000Z',
  '2024-02-29T00:00:00.000Z',
  '2026-13-01T00:00:00.000Z',
  '2026-01-01T24:00:00.000Z',
  '2026-01-01T00:00:60.000Z',
  '2026-01-01T00:00:00Z',
  '2026-01-01T01:00:00.000+01:00',
  '0000-01-01T00:00:00.000Z',
  '0050-01-01T00:00:00.000Z',
  '9999-12-31T23:59:59.999Z',
  '2026-01-01T00:00:00.00aZ',
  new Date(Date.UTC(2026, 0, 1)),
  new Date(Number.NaN),
  1767225600000,
  null,
  undefined,
  true,
);
const key = fc.oneof(fc.string({ maxLength: 300 }), odd);
const instant = fc.oneof(
  fc
    .date({ min: new Date('0001-01-01T00:00:00Z'), noInvalidDate: true })
    .map((date) => date.toISOString()),
  odd,
);
const properties = fc.oneof(
  fc.dictionary(
    fc.oneof(fc.string({ maxLength: 300 }), fc.constant('__proto__')),
    fc.oneof(fc.string(), fc.double(), fc.integer(), fc.boolean(), odd),
  ),
  odd,
);
const event = fc.record({
  id: key,
  subscriptionKey: key,
  metric: key,
  timestamp: instant,
  properties,
});

describe('UsageEventInput', () => {
  it('reads every event as its schema without fast paths does', () => {
    fc.assert(
      fc.property(event, (input) => {
        const fast = UsageEventInput.safeParse(input);
        const expected = slow.safeParse(input);
        expect(fast.success).toBe(expected.success);
        expect(fast.data).toEqual(expected.data);
        expect(fast.error?.issues).toEqual(expected.error?.issues);
      }),
      { numRuns: 3000 },
    );
  });

  it('leaves the properties of the caller alone', () => {
    const input = { a: 1, b: 'x' };
    const parsed = UsageEventInput.parse({
      id: 'e',
      subscriptionKey: 's',
      metric: 'm',
      timestamp: new Date(Date.UTC(2026, 0, 1)),
      properties: input,
    });
    expect(parsed.properties).toEqual({ a: '1', b: 'x' });
    expect(parsed.timestamp).toBe('2026-01-01T00:00:00.000Z');
    expect(input).toEqual({ a: 1, b: 'x' });
  });

  it.each([1_768_478_400_000, Number.NaN, new Date('nonsense'), null, undefined])(
    'says how a moment is written for %j, which is none',
    (timestamp) => {
      const { error } = UsageEventInput.safeParse({
        id: 'e',
        subscriptionKey: 's',
        metric: 'm',
        timestamp,
      });
      expect(error?.issues).toMatchObject([
        { path: ['timestamp'], message: expect.stringContaining('ISO 8601 with a zone') },
      ]);
    },
  );
});
