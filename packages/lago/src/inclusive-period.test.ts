import { describe, expect, it } from 'vitest';
import { toPeriod } from './inclusive-period.ts';

describe('toPeriod', () => {
  it.each(['2026-01-31T23:59:59Z', '2026-01-31T23:59:59.999Z', '2026-01-31T23:59:59+00:00'])(
    'ends with the second that Lago names (%s)',
    (last) => {
      expect(toPeriod('2026-01-01T00:00:00Z', last)).toEqual({
        from: '2026-01-01T00:00:00.000Z',
        to: '2026-02-01T00:00:00.000Z',
      });
    },
  );

  it('refuses what is no moment', () => {
    expect(() => toPeriod('2026-01-01', 'soon')).toThrowError(/period/);
  });
});
