import { describe, expect, it } from 'vitest';
import { queryText } from './query-text.ts';

describe('queryText', () => {
  it('writes a list once for each value, under its name with brackets', () => {
    expect(queryText({ status: ['active', 'pending'] })).toBe(
      '?status%5B%5D=active&status%5B%5D=pending',
    );
  });

  it('leaves out what is undefined, and the question mark where nothing is left', () => {
    expect(queryText({ page: 1, search: undefined })).toBe('?page=1');
    expect(queryText({ search: undefined, status: [] })).toBe('');
  });

  it('writes numbers and booleans as they are, and encodes the rest', () => {
    const text = queryText({ page: 2, all: false, search: 'a&b=c é' });
    expect(text).toBe('?page=2&all=false&search=a%26b%3Dc+%C3%A9');
    expect(new URLSearchParams(text).get('search')).toBe('a&b=c é');
  });

  it('keeps an empty text, which is a value', () => {
    expect(queryText({ search: '' })).toBe('?search=');
  });
});
