import { describe, expect, it } from 'vitest';
import { openAccount } from '../open-account.fixture.ts';
import { lagoServer } from '../server.ts';
import { refusalOfPath } from './not-emulated.ts';

describe('what is not emulated', () => {
  it('is no path that has a route', () => {
    const served = lagoServer(openAccount().state, undefined)
      .routes.filter(({ method }) => method !== 'ALL')
      .map(({ path }) => path.replace(/:\w+/g, 'x'));
    expect(served).toContain('/api/v1/customers/x');
    expect(served.filter((path) => refusalOfPath(path) !== undefined)).toEqual([]);
  });

  it.each([
    ['GET', '/analytics/mrr'],
    ['POST', '/subscriptions/acme-pro/alerts'],
    ['PATCH', '/plans/pro/entitlements'],
  ])('is said to be missing here: %s %s', async (method, path) => {
    const answer = await openAccount().call(method, path, method === 'GET' ? undefined : {});
    expect(answer).toMatchObject({ status: 501, body: { code: 'not_emulated' } });
  });

  it.each(['/subscriptions/acme-pro/charges/calls/more', '/analytics'])(
    'is nothing that Lago has not either: %s',
    async (path) => {
      const answer = await openAccount().call('GET', path);
      expect(answer).toMatchObject({ status: 404, body: { code: 'resource_not_found' } });
    },
  );
});
