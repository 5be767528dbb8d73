import { describe, expect, it } from 'vitest';
import { type FilterMatch, filterChooser, matchesFilter } from './event-filter.ts';

const event = (properties: Record<string, string>) => ({ timestamp: 0, properties });
const choose = (filters: readonly FilterMatch[], properties: Record<string, string>) =>
  filterChooser(filters.map((match) => ({ match })))(event(properties));

describe('filterChooser', () => {
  it('takes the filter that matches most properties, wherever it stands', () => {
    const filters = [
      { region: ['eu'] },
      { region: ['eu'], model: ['large'] },
      { model: ['large'] },
    ];
    expect(choose(filters, { region: 'eu', model: 'large' })).toBe(1);
    expect(choose(filters, { region: 'eu', model: 'small' })).toBe(0);
    expect(choose(filters, { region: 'us', model: 'large' })).toBe(2);
  });

  it('leaves to the charge itself what matches none', () => {
    expect(choose([{ region: ['eu'] }], { region: 'us' })).toBeUndefined();
    expect(choose([{ region: ['eu'] }], {})).toBeUndefined();
    expect(filterChooser(undefined)(event({}))).toBeUndefined();
  });

  it('takes the filter whose values are a part of the other’s', () => {
    const filters = [
      { region: ['eu', 'us', 'asia'] },
      { region: ['us', 'eu'] },
      { region: ['us'] },
    ];
    expect(choose(filters, { region: 'us' })).toBe(2);
    expect(choose(filters, { region: 'eu' })).toBe(1);
    expect(choose(filters, { region: 'asia' })).toBe(0);
  });

  it('takes the oldest of filters that are equal or only overlap', () => {
    expect(choose([{ region: ['eu', 'us'] }, { region: ['us', 'eu'] }], { region: 'us' })).toBe(0);
    expect(choose([{ region: ['eu', 'us'] }, { region: ['us', 'asia'] }], { region: 'us' })).toBe(
      0,
    );
    expect(choose([{ region: ['eu'] }, { model: ['a'] }], { region: 'eu', model: 'a' })).toBe(0);
  });

  it('does not take inherited names for properties', () => {
    expect(choose([{ constructor: ['Object'] }], {})).toBeUndefined();
  });
});

describe('matchesFilter', () => {
  it('asks for one of the values in every property', () => {
    const match = { region: ['europe'], country: ['france', 'united kingdom'] };
    expect(matchesFilter(match, event({ region: 'europe', country: 'france' }))).toBe(true);
    expect(matchesFilter(match, event({ region: 'europe', country: 'spain' }))).toBe(false);
    expect(matchesFilter(match, event({ region: 'europe' }))).toBe(false);
  });
});
