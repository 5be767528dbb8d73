import { BillingError } from '@billport/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { path } from './request-path.ts';

const meansAnotherPath = (key: string) => key === '' || key === '.' || key === '..';

describe('path', () => {
  it('encodes every inserted value as one segment', () => {
    expect(path`/customers/${'acme.com/eu'}/wallets/${'a b?c#d%e'}`).toBe(
      '/customers/acme%2Ecom%2Feu/wallets/a%20b%3Fc%23d%25e',
    );
  });

  it('leaves what is written out as it is', () => {
    expect(path`/events/v1.json`).toBe('/events/v1.json');
  });

  it('brings any key to the other side as it was, in its place', () => {
    const keys = fc.string({ unit: 'binary' }).filter((key) => !meansAnotherPath(key));
    fc.assert(
      fc.property(keys, (key) => {
        const { pathname, search, hash } = new URL(`https://api.test${path`/a/${key}/b`}`);
        expect([search, hash]).toEqual(['', '']);
        expect(pathname.split('/').map(decodeURIComponent)).toEqual(['', 'a', key, 'b']);
      }),
    );
  });

  it.each(['', '.', '..', '\ud800', 'half \udc00 pair'])(
    'refuses %j, which would be another path or none',
    (key) => {
      const build = () => path`/customers/${key}`;
      expect(build).toThrow(BillingError);
      expect(build).toThrow(expect.objectContaining({ code: 'invalid_input' }));
    },
  );

  it('takes three dots for a key like others', () => {
    expect(new URL(`https://api.test${path`/a/${'...'}`}`).pathname).toBe('/a/%2E%2E%2E');
  });
});
