import { describe, expect, it } from 'vitest';
import { createFaultyFetch, type Fault } from './faulty-fetch.ts';

const ADDRESS = 'https://service.example/customers';

/** A service that counts what it was asked, and a fetch before it that meets faults. */
function service() {
  const asked: string[] = [];
  const faulty = createFaultyFetch(async (input, init) => {
    const request = new Request(input, init);
    asked.push(`${request.method} ${await request.text()}`);
    return Response.json({ ok: true });
  });
  return { ...faulty, asked };
}

const post = (body: string): RequestInit => ({ method: 'POST', body });

describe('createFaultyFetch', () => {
  it('lets requests through when no fault waits', async () => {
    const { fetch, asked, requests } = service();
    const response = await fetch(ADDRESS, post('hello'));
    expect(await response.json()).toEqual({ ok: true });
    expect(asked).toEqual(['POST hello']);
    expect(requests()).toBe(1);
  });

  it('meets each fault once, in order, and then lets requests through', async () => {
    const { fetch, inject, asked, requests } = service();
    inject({ kind: 'status', status: 503 }, { kind: 'status', status: 429, retryAfterSeconds: 2 });
    expect((await fetch(ADDRESS)).status).toBe(503);
    const limited = await fetch(ADDRESS);
    expect([limited.status, limited.headers.get('retry-after')]).toEqual([429, '2']);
    expect((await fetch(ADDRESS)).status).toBe(200);
    expect(asked).toHaveLength(1);
    expect(requests()).toBe(3);
  });

  it('lets the requests before a fault pass', async () => {
    const { fetch, inject, asked, clear } = service();
    inject({ kind: 'pass' }, { kind: 'status', status: 503 });
    expect((await fetch(ADDRESS)).status).toBe(200);
    expect(asked).toHaveLength(1);
    expect((await fetch(ADDRESS)).status).toBe(503);
    expect(clear()).toBe(0);
  });

  it('serves the request first when the fault comes after it', async () => {
    const { fetch, inject, asked } = service();
    inject({ kind: 'reset', sent: true }, { kind: 'status', status: 502, sent: true });
    await expect(fetch(ADDRESS, post('one'))).rejects.toMatchObject({
      message: 'fetch failed',
      cause: { code: 'ECONNRESET' },
    });
    expect((await fetch(ADDRESS, post('two'))).status).toBe(502);
    expect(asked).toEqual(['POST one', 'POST two']);
  });

  it('refuses the connection when the fault comes before the request', async () => {
    const { fetch, inject, asked } = service();
    inject({ kind: 'reset' });
    await expect(fetch(ADDRESS)).rejects.toMatchObject({ cause: { code: 'ECONNREFUSED' } });
    expect(asked).toEqual([]);
  });

  it.each<[Fault['kind'], string]>([
    ['html', '<!doctype html><html><body><h1>Bad gateway</h1></body></html>'],
    ['empty', ''],
    ['wrong_schema', '{"surprise":[1,2,3]}'],
  ])('answers 200 with a body that is no reply: %s', async (kind, body) => {
    const { fetch, inject } = service();
    inject({ kind } as Fault);
    const response = await fetch(ADDRESS);
    expect(response.status).toBe(200);
    expect(await response.text()).toBe(body);
  });

  it('is silent until the caller gives up', async () => {
    const { fetch, inject } = service();
    inject({ kind: 'silence' }, { kind: 'silence' });
    const caller = new AbortController();
    const call = fetch(ADDRESS, { signal: caller.signal });
    const reason = new Error('enough');
    caller.abort(reason);
    await expect(call).rejects.toBe(reason);
    await expect(fetch(ADDRESS, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  });

  it('treats a redirect as the request asks, and counts those that were followed', async () => {
    const { fetch, inject, strayRequests, asked } = service();
    const redirect: Fault = { kind: 'redirect', to: 'https://elsewhere.example/' };
    inject(redirect, redirect, redirect);
    const manual = await fetch(ADDRESS, { redirect: 'manual' });
    expect([manual.status, manual.headers.get('location')]).toEqual([307, redirect.to]);
    await expect(fetch(ADDRESS, { redirect: 'error' })).rejects.toThrow('unexpected redirect');
    expect(strayRequests()).toBe(0);
    await fetch(ADDRESS);
    expect(strayRequests()).toBe(1);
    expect(asked).toEqual([]);
  });

  it('forgets faults that no request has met', async () => {
    const { fetch, inject, clear } = service();
    inject({ kind: 'html' }, { kind: 'empty' });
    await fetch(ADDRESS);
    expect(clear()).toBe(1);
    expect(clear()).toBe(0);
    expect(await (await fetch(ADDRESS)).json()).toEqual({ ok: true });
  });
});
