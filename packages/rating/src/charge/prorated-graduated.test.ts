import { Decimal } from '@billport/core';
import { describe, expect, it } from 'vitest';
import { Fraction } from '../fraction.ts';
import { rate } from './rate.ts';

/** `0-5 @10 +100, 6- @5 +50`. */
const tiers = [
  { upTo: '5', unitAmount: '10', flatAmount: '100' },
  { upTo: null, unitAmount: '5', flatAmount: '50' },
];

function amountOf(events: readonly (readonly [full: string, prorated: string])[]): string {
  const proratedEvents = events.map(([full, prorated]) => ({
    full: Decimal.parse(full),
    share: Fraction.of(Decimal.parse(prorated)).dividedBy(Fraction.of(Decimal.parse(full))),
  }));
  const usage = {
    units: Decimal.sum(events.map(([, prorated]) => Decimal.parse(prorated))),
    fullUnits: Decimal.sum(proratedEvents.map(({ full }) => full)),
    eventsCount: events.length,
    proratedEvents,
  };
  const charge = { model: 'graduated', pricing: { tiers }, prorated: true } as const;
  return rate(charge, usage).amount.toDecimal(2).toString();
}

describe('prorated graduated charges', () => {
  it('walk up and down the tiers with each event’s share', () => {
    const events = [
      ['5', '3.5'],
      ['5', '2.66667'],
      ['10', '2'],
      ['-6', '-2.2'],
    ] as const;
    expect(amountOf(events)).toBe('197.33');
  });

  it('split an event between the tiers that it fills', () => {
    // 5 x 10 + 5 x 5 at half the period, and both flat amounts.
    expect(amountOf([['10', '5']])).toBe('187.5');
  });

  it('bill the flat amounts up to the highest total, also after a fall', () => {
    expect(
      amountOf([
        ['6', '6'],
        ['-4', '-4'],
      ]),
    ).toBe('170');
  });

  it('bill the first flat amount without events', () => {
    expect(amountOf([])).toBe('100');
  });

  it('bill nothing where the final total is below zero', () => {
    expect(
      amountOf([
        ['4', '1.6'],
        ['-100', '-33.33'],
      ]),
    ).toBe('0');
  });

  it('bill the flat amounts alone where the shares come to less than nothing', () => {
    expect(
      amountOf([
        ['5', '0.5'],
        ['-4', '-3.6'],
      ]),
    ).toBe('100');
  });

  it('leave out an addition worth nothing and its removal', () => {
    expect(
      amountOf([
        ['7', '0'],
        ['-7', '0'],
        ['1', '0.7'],
      ]),
    ).toBe('107');
  });
});
