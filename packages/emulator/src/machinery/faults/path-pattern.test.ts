import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isLikePath } from './path-pattern.ts';

describe('a path', () => {
  it.each([
    ['/customers', '/customers', true],
    ['/customers', '/customer', false],
    ['/customers/acme', '/customers', false],
    ['/customers/acme', '/customers/*', true],
    ['/customers/', '/customers/*', true],
    ['/customers', '/customers/*', false],
    ['/customers/acme/usage', '/customers/*/usage', true],
    ['/customers/acme/usage/x', '/customers/*/usage', false],
    ['/customers/usage/usage', '/*/usage', true],
    ['/aba', '/ab*ba', false],
    ['/a.b', '/a.b', true],
    ['/axb', '/a.b', false],
    ['/anything', '/*', true],
    ['/a/b/c', '/*a**c*', true],
    ['/a/b/c', '/*c*a*', false],
  ])('%s is like %s: %s', (path, pattern, isLike) => {
    expect(isLikePath(path, pattern)).toBe(isLike);
  });

  it('is like what a regular expression with one star finds, for every pattern', () => {
    const text = (of: string[]) => fc.array(fc.constantFrom(...of), { maxLength: 8 });
    fc.assert(
      fc.property(text(['a', 'b', '/']), text(['a', 'b', '/', '*']), (path, pattern) => {
        const expression = new RegExp(`^${pattern.join('').replaceAll('*', '.*')}$`);
        expect(isLikePath(path.join(''), pattern.join(''))).toBe(expression.test(path.join('')));
      }),
    );
  });

  it('is compared at once with a pattern of many stars', () => {
    const pattern = `/${'*a'.repeat(5_000)}*b`;
    expect(isLikePath(`/${'a'.repeat(15_000)}`, pattern)).toBe(false);
    expect(isLikePath(`/${'a'.repeat(15_000)}b`, pattern)).toBe(true);
  });
});
