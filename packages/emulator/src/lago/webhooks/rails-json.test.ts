import { describe, expect, it } from 'vitest';
import { railsJson } from './rails-json.ts';

describe('trap 20: JSON as Rails writes it', () => {
  it('escapes what HTML or JavaScript would read', () => {
    expect(railsJson({ name: '<a href="x">Q&A</a>\u2028\u2029' })).toBe(
      '{"name":"\\u003ca href=\\"x\\"\\u003eQ\\u0026A\\u003c/a\\u003e\\u2028\\u2029"}',
    );
  });

  it('means the same', () => {
    const value = { text: '<>&\u2028 ä 😀', list: [1, null, true] };
    expect(JSON.parse(railsJson(value))).toEqual(value);
  });
});
