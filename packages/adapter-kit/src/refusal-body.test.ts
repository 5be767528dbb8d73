import { describe, expect, it } from 'vitest';
import { refusalBody } from './refusal-body.ts';

const AUTHORIZATION = 'Bearer 6b1c7c9e"key';

describe('refusalBody', () => {
  it('is the parsed body, or undefined where it is no JSON', () => {
    expect(refusalBody('{"status":422,"details":["a",null]}', AUTHORIZATION)).toEqual({
      status: 422,
      details: ['a', null],
    });
    expect(refusalBody('<html>', AUTHORIZATION)).toBeUndefined();
    expect(refusalBody('', AUTHORIZATION)).toBeUndefined();
  });

  it('blots out the credential wherever it is quoted, even escaped', () => {
    const text = String.raw`{"a":"Bearer 6b1c7c9e\"key is bad","b":["\u0036b1c7c9e\u0022key"]}`;
    expect(refusalBody(text, AUTHORIZATION)).toEqual({
      a: 'Bearer [credential] is bad',
      b: ['[credential]'],
    });
  });

  it('leaves words alone that a short credential happens to be part of', () => {
    expect(refusalBody('{"a":"a key"}', 'Bearer key')).toEqual({ a: 'a key' });
  });

  it('blots out addresses, which may let anybody in', () => {
    const text = '{"a":"see https://pay.test/x?token=1, or HTTP://b.test"}';
    expect(refusalBody(text, AUTHORIZATION)).toEqual({ a: 'see [address] or [address]' });
  });
});
