import { describe, expect, it } from 'vitest';
import { routedPath } from './routed-path.ts';

const routed = (path: string) => routedPath(new Request(`http://lago.test${path}`));

describe('trap 8: the path that a route is looked up with', () => {
  it.each([
    ['/api/v1/customers/acme.com', '/api/v1/customers/acme'],
    ['/api/v1/customers/user@x.com', '/api/v1/customers/user@x'],
    ['/api/v1/subscriptions/acme.com', '/api/v1/subscriptions/acme'],
    ['/api/v1/customers.json', '/api/v1/customers'],
    ['/api/v1/invoices/0d4c.json?page=1', '/api/v1/invoices/0d4c'],
    ['/api/v1/plans.json', '/api/v1/plans'],
  ])('loses a format: %s', (sent, path) => {
    expect(routed(sent)).toBe(path);
  });

  it.each([
    '/api/v1/customers/acme%2Ecom',
    '/api/v1/customers/a%2Fb',
    '/api/v1/plans/pro.v2',
    '/api/v1/plans/pro.v2/charges',
    '/api/v1/taxes/eu.vat',
    '/api/v1/events/a.b.c',
    '/emulator/clock.json',
  ])('stays as it was sent: %s', (path) => {
    expect(routed(path)).toBe(path);
  });

  it.each([
    '/api/v1/customers/acme.com/portal_url',
    '/api/v1/customers/a.b.c',
    '/api/v1/customers/acme.',
    '/api/v1/customers/.acme',
  ])('fits no route: %s', (path) => {
    expect(routed(path)).toBe('/no-route');
  });

  it('has no doubled slashes and none at the end', () => {
    expect(routed('/api/v1//customers/')).toBe('/api/v1/customers');
    expect(routed('/')).toBe('/');
  });
});
