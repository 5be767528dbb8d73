import { describe, expect, it } from 'vitest';
import { type Account, openAccount } from './open-account.fixture.ts';
import { startLago } from './start-lago.ts';

const make = (account: Account) =>
  account.call('POST', '/customers', { customer: { external_id: 'acme' } });

const isMade = async (account: Account) =>
  (await account.call('GET', '/customers/acme')).status === 200;

describe('faults', () => {
  it('hit as often as they say, before the request is carried out', async () => {
    const account = openAccount();
    account.state.faults.add({ kind: 'status', status: 503 });
    expect(await make(account)).toMatchObject({
      status: 503,
      body: { status: 503, error: 'Service Unavailable' },
    });
    expect(await isMade(account)).toBe(false);
    expect((await make(account)).status).toBe(200);
  });

  it('hit after the request was carried out, when they are told to', async () => {
    const account = openAccount();
    account.state.faults.add({ kind: 'status', status: 502, after: 'write' });
    expect((await make(account)).status).toBe(502);
    expect(await isMade(account)).toBe(true);
  });

  it('hit only requests of their method and path', async () => {
    const account = openAccount();
    const path = '/customers/*';
    account.state.faults.add({ kind: 'status', status: 500, method: 'get', path, times: 0 });
    expect((await make(account)).status).toBe(200);
    expect((await account.call('GET', '/customers')).status).toBe(200);
    expect((await account.call('GET', '/customers/acme')).status).toBe(500);
    expect((await account.call('GET', '/customers/acme/wallets')).status).toBe(500);
    expect((await account.call('DELETE', '/customers/acme')).status).toBe(200);
  });

  it('hit the same requests for the same seed', async () => {
    const hits = async (seed: number) => {
      const account = openAccount();
      account.state.faults.add({ kind: 'status', status: 500, times: 0, chance: 0.3, seed });
      const answers: number[] = [];
      for (let sent = 0; sent < 40; sent++) {
        answers.push((await account.call('GET', '/taxes')).status);
      }
      return answers;
    };
    const first = await hits(7);
    expect(new Set(first)).toEqual(new Set([200, 500]));
    expect(await hits(7)).toEqual(first);
    expect(await hits(8)).not.toEqual(first);
  });

  it('are no affair of the control interface', async () => {
    const account = openAccount();
    account.state.faults.add({ kind: 'status', times: 0 });
    expect((await account.send('/emulator')).status).toBe(200);
  });

  it.each([
    [{ kind: 'html' }, 502, 'text/html; charset=utf-8', /^<!DOCTYPE html>/],
    [{ kind: 'html', status: 200 }, 200, 'text/html; charset=utf-8', /^<!DOCTYPE html>/],
    [{ kind: 'empty' }, 200, null, /^$/],
    [{ kind: 'wrong_schema' }, 200, 'application/json; charset=utf-8', /^{"unexpected":\[true]}$/],
    [{ kind: 'wrong_schema', body: [] }, 200, 'application/json; charset=utf-8', /^\[]$/],
    [
      { kind: 'huge', bytes: 200_000 },
      200,
      'application/json; charset=utf-8',
      /^{"padding":"x{200000}"}$/,
    ],
  ] as const)('can be %j', async (fault, status, type, body) => {
    const account = openAccount();
    account.state.faults.add(fault);
    const answer = await make(account);
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toBe(type);
    expect(answer.text).toMatch(body);
    expect(await isMade(account)).toBe(false);
  });

  it('can lead to another host', async () => {
    const account = openAccount();
    account.state.faults.add({ kind: 'redirect', location: 'http://other.test/' });
    const answer = await make(account);
    expect(answer.status).toBe(302);
    expect(answer.headers.get('location')).toBe('http://other.test/');
  });

  it('can add headers', async () => {
    const account = openAccount();
    account.state.faults.add({ kind: 'status', status: 429, headers: { 'retry-after': '7' } });
    expect((await make(account)).headers.get('retry-after')).toBe('7');
  });

  it('can make the right answer late', async () => {
    const account = openAccount();
    account.state.faults.add({ kind: 'latency', ms: 1, times: 2 });
    expect((await make(account)).status).toBe(200);
    expect(await isMade(account)).toBe(true);
  });
});

describe('a fault that breaks the connection', () => {
  it.each([
    ['none', 404],
    ['write', 200],
  ] as const)('does it with the request carried out or not: %s', async (after, status) => {
    const lago = await startLago();
    const headers = { authorization: 'Bearer key', 'content-type': 'application/json' };
    const body = JSON.stringify({ customer: { external_id: 'acme' } });
    lago.injectFault({ kind: 'reset', after });
    const call = fetch(`${lago.url}/api/v1/customers`, { method: 'POST', headers, body });
    await expect(call).rejects.toThrow('fetch failed');
    const found = await fetch(`${lago.url}/api/v1/customers/acme`, { headers });
    expect(found.status).toBe(status);
    await found.arrayBuffer();
    await lago.close();
  });
});
