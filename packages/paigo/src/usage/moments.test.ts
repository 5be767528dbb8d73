import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KnownPlaces, MomentGiver, Moments } from './moments.ts';

const NOON = Date.parse('2026-01-15T12:00:00.000Z');
const of = (at: number, dimensionId = 'd1', customerId = 'acme') => ({
  customerId,
  dimensionId,
  at,
});

/** Gives a moment for each asked one. */
function given(asked: readonly number[], moments = new Moments(), known = new KnownPlaces()) {
  const giver = new MomentGiver(moments, known);
  return asked.map((at) => giver.give(of(at), 'month'));
}

const offsets = fc
  .array(fc.nat({ max: 20 }), { maxLength: 60 })
  .map((all) => all.toSorted((one, other) => one - other));

describe('MomentGiver', () => {
  it('gives each record a millisecond of its own, as near behind its own as there is one', () => {
    fc.assert(
      fc.property(offsets, offsets, (taken, asked) => {
        const known = new KnownPlaces();
        for (const offset of taken) known.add(of(NOON + offset));
        const moments = given(
          asked.map((offset) => NOON + offset),
          new Moments(),
          known,
        );
        const occupied = new Set(taken.map((offset) => NOON + offset));
        for (const [index, at] of moments.entries()) {
          const wanted = NOON + (asked[index] ?? 0);
          let nearest = wanted;
          while (occupied.has(nearest)) nearest++;
          expect(at).toBe(nearest);
          occupied.add(at);
        }
      }),
    );
  });

  it('keeps what it gave for the calls after, and apart by dimension and customer', () => {
    const moments = new Moments();
    expect(given([NOON, NOON], moments)).toEqual([NOON, NOON + 1]);
    expect(given([NOON], moments)).toEqual([NOON + 2]);
    const giver = new MomentGiver(moments, new KnownPlaces());
    expect(giver.give(of(NOON, 'd2'), 'month')).toBe(NOON);
    expect(giver.give(of(NOON, 'd1', 'other'), 'month')).toBe(NOON);
  });

  it('gives a moment again whose record was not sent', () => {
    const moments = new Moments();
    given([NOON], moments);
    moments.release(of(NOON));
    expect(given([NOON], moments)).toEqual([NOON]);
  });

  it.each([
    ['month', '2026-01-31T23:59:59.999Z'],
    ['month', '2026-12-31T23:59:59.999Z'],
    ['month', '2024-02-29T23:59:59.999Z'],
    ['day', '2026-01-15T23:59:59.999Z'],
    ['hour', '2026-01-15T12:59:59.999Z'],
  ] as const)('goes back at the end of a %s, which is billed apart (%s)', (interval, end) => {
    const last = Date.parse(end);
    const giver = new MomentGiver(new Moments(), new KnownPlaces());
    const moments = [last - 1, last, last, last].map((at) => giver.give(of(at), interval));
    expect(moments).toEqual([last - 1, last, last - 2, last - 3]);
  });

  it('gives ten thousand records of one millisecond theirs without going over all of them each time', () => {
    const moments = new Moments();
    const giver = new MomentGiver(moments, new KnownPlaces());
    let looks = 0;
    const has = moments.has.bind(moments);
    moments.has = (place) => {
      looks++;
      return has(place);
    };
    const last = Date.parse('2026-01-31T23:59:59.999Z');
    for (const at of [NOON, last]) {
      for (let count = 0; count < 10_000; count++) giver.give(of(at), 'month');
    }
    expect(looks).toBeLessThan(60_000);
  });
});
