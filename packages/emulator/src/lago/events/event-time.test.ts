import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { eventTimeOf, parseEventTime } from './event-time.ts';

describe('parseEventTime', () => {
  it('reads seconds, as a number and as a text', () => {
    for (const value of [1_651_240_791, '1651240791', ' 1651240791 ']) {
      expect(parseEventTime(value)?.engine).toBe('2022-04-29T13:59:51.000Z');
    }
  });

  it('keeps parts of a second to the microsecond, and writes milliseconds', () => {
    const time = parseEventTime('1651240791.1234567');
    expect(time?.micros).toBe(1_651_240_791_123_456n);
    expect(time?.written).toBe('2022-04-29T13:59:51.123Z');
  });

  it('takes milliseconds for seconds of a year that the engine does not have', () => {
    const time = parseEventTime(1_710_504_600_000);
    expect(time?.written.slice(0, 6)).toBe('56173-');
    expect(time?.engine).toBeUndefined();
  });

  it.each([['2022-04-29T13:59:51Z'], ['soon'], [''], [true], [{}], [1e30], ['1e3'], ['1,5']])(
    'refuses %j',
    (value) => expect(parseEventTime(value)).toBeUndefined(),
  );

  it('brings back every moment of milliseconds', () => {
    const dates = fc.date({
      min: new Date('0001-01-01T00:00:00Z'),
      max: new Date('9999-12-31T23:59:59.999Z'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(dates, (date) => {
        const ms = date.getTime();
        const sign = ms < 0 ? '-' : '';
        const whole = Math.trunc(Math.abs(ms) / 1000);
        const part = String(Math.abs(ms) % 1000).padStart(3, '0');
        expect(parseEventTime(`${sign}${whole}.${part}`)).toEqual(eventTimeOf(date.toISOString()));
      }),
    );
  });
});
