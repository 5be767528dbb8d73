import { describe, expect, it } from 'vitest';
import { fitsNode } from './node-version.ts';

describe('a version of Node', () => {
  it.each([
    ['20.20.2', false],
    ['22.22.2', false],
    ['22.22.3', true],
    ['22.30.0', true],
    ['23.11.0', false],
    ['24.14.9', false],
    ['24.15.0', true],
    ['26.0.0', true],
  ])('%s fits ^22.22.3 || >=24.15: %s', (version, fits) => {
    expect(fitsNode(version, '^22.22.3 || >=24.15')).toBe(fits);
  });

  it('is not compared with a range that cannot be read', () => {
    expect(() => fitsNode('24.15.0', '~24.15')).toThrow('Not a range that can be read: ~24.15');
  });
});
