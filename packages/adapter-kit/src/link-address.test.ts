import { describe, expect, it } from 'vitest';
import { linkAddress } from './link-address.ts';

describe('linkAddress', () => {
  it.each(['https://pay.example/a?b=c', 'http://localhost:3000/a', 'HTTPS://pay.example'])(
    'brings %s',
    (url) => expect(linkAddress(url, 'Example')).toBe(url),
  );

  it.each([['javascript:alert("secret")'], ['/secret'], ['https://'], [''], [null], [7]])(
    'refuses %j, and does not repeat it',
    (url) => {
      const call = () => linkAddress(url, 'Example');
      expect(call).toThrow(
        expect.objectContaining({
          code: 'malformed_response',
          message: expect.not.stringContaining('secret'),
        }),
      );
    },
  );
});
