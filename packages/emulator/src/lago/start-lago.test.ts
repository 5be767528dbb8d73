import { networkInterfaces } from 'node:os';
import { manualClock } from '@billport/core';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type LagoEmulatorOptions, startLago } from './start-lago.ts';

async function start(options: LagoEmulatorOptions = {}) {
  const lago = await startLago({ startAt: '2026-01-15T12:00:00Z', frozen: true, ...options });
  onTestFinished(() => lago.close());
  return lago;
}

/** Some machines, as in containers, have no IPv6 at all. */
const hasIpv6 = Object.values(networkInterfaces()).some((addresses) =>
  addresses?.some(({ address }) => address === '::1'),
);

const headers = { authorization: 'Bearer key', 'content-type': 'application/json' };

describe('startLago', () => {
  it('listens at this machine, at a free port', async () => {
    const [one, other] = [await start(), await start()];
    expect(one.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(other.url).not.toBe(one.url);
    expect((await fetch(`${one.url}/health`)).status).toBe(200);
  });

  it('keeps accounts apart', async () => {
    const [one, other] = [await start(), await start()];
    const body = JSON.stringify({ customer: { external_id: 'acme' } });
    await fetch(`${one.url}/api/v1/customers`, { method: 'POST', headers, body });
    const found = await fetch(`${other.url}/api/v1/customers/acme`, { headers });
    expect(found.status).toBe(404);
  });

  it('moves time by moments and by durations', async () => {
    const lago = await start();
    await lago.advanceTo('2026-01-31T00:00:00Z');
    await lago.advanceBy('P1M');
    expect(lago.state.now()).toBe('2026-02-28T00:00:00.000Z');
  });

  it.each(['1 month', 'P9999Y', 5 as never])('refuses to advance by %j', async (duration) => {
    await expect((await start()).advanceBy(duration)).rejects.toMatchObject({
      code: 'invalid_input',
      message: expect.stringMatching(/^duration: Write a/),
    });
  });

  it.each([true, false])('refuses to advance into the past, frozen: %s', async (frozen) => {
    const clock = manualClock('2026-01-15T12:00:00Z');
    const lago = await start({ frozen, clock });
    await expect(lago.advanceTo('2026-01-15T11:59:59.999Z')).rejects.toMatchObject({
      code: 'invalid_input',
      message: expect.stringMatching(/^instant: 2026-01-15T11:59:59.999Z has passed/),
    });
    expect(lago.state.now()).toBe('2026-01-15T12:00:00.000Z');
    await lago.advanceTo(lago.state.now());
  });

  it.each(['tomorrow', null as never])('refuses to advance to %j', async (instant) => {
    await expect((await start()).advanceTo(instant)).rejects.toMatchObject({
      code: 'invalid_input',
      message: expect.stringMatching(/^instant: .*moment/),
    });
  });

  it('changes switches and refuses wrong ones', async () => {
    const lago = await start({ premium: false });
    lago.change({ premium: true, jobDelayMs: 5 });
    expect(lago.state.switches).toMatchObject({ premium: true, jobDelayMs: 5 });
    expect(() => lago.change({ jobDelayMs: 0.5 })).toThrow('jobDelayMs: Write whole milliseconds');
  });

  it('takes faults away', async () => {
    const lago = await start();
    lago.injectFault({ kind: 'status', status: 500, times: 0 });
    expect((await fetch(`${lago.url}/health`)).status).toBe(500);
    lago.clearFaults();
    expect((await fetch(`${lago.url}/health`)).status).toBe(200);
  });

  it.each([
    [{ kind: 'rset' }, /^kind: Write one of status, latency, reset/],
    [{ kind: 'reset', pth: '/x' }, /^pth: There is no such field; there are kind, times/],
    [{ kind: 'reset', times: 'x', chance: 5 }, /^times: Write how many.* chance: Write a share/],
    [null, /^fault: Pass an object with a kind/],
  ])('refuses the fault %j, and injects nothing', async (fault, message) => {
    const lago = await start();
    expect(() => lago.injectFault(fault as never)).toThrow(
      expect.objectContaining({
        code: 'invalid_input',
        message: expect.stringMatching(message),
      }),
    );
    expect(lago.state.faults).toEqual([]);
  });

  it('shows how things are, and cannot be changed by what it shows', async () => {
    const lago = await start();
    expect(lago.state.clock.now()).toBe(Date.parse('2026-01-15T12:00:00Z'));
    lago.injectFault({ kind: 'latency', times: 2, path: '/taxes' });
    expect(lago.state.faults).toMatchObject([{ kind: 'latency', left: 2, hits: 0 }]);
    Object.assign(lago.state.switches, { premium: false });
    Object.assign(lago.state.faults[0] ?? {}, { left: 0 });
    expect(lago.state.switches.premium).toBe(true);
    expect(lago.state.faults).toMatchObject([{ left: 2 }]);
  });

  it('shows the work that waits until it is done', async () => {
    const lago = await start({ jobDelayMs: 600_000 });
    const post = (path: string, body: object) =>
      fetch(`${lago.url}/api/v1${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
    await post('/customers', { customer: { external_id: 'acme', currency: 'USD' } });
    const wallet = { external_customer_id: 'acme', rate_amount: '1', granted_credits: '5' };
    await post('/wallets', { wallet: { ...wallet, currency: 'USD' } });
    expect(lago.state.waitingJobs).not.toEqual([]);
    await lago.settle();
    expect(lago.state.waitingJobs).toEqual([]);
  });

  it.skipIf(!hasIpv6).each([
    ['::1', /^http:\/\/\[::1\]:\d+$/],
    ['::', /^http:\/\/127\.0\.0\.1:\d+$/],
  ])('can be reached at its address when it listens at %s', async (host, url) => {
    const lago = await start({ host });
    expect(lago.url).toMatch(url);
    expect((await fetch(`${lago.url}/health`)).status).toBe(200);
  });

  it('takes a setting that is undefined for absent', async () => {
    const lago = await start({ premium: undefined, host: undefined, apiKey: undefined } as never);
    expect(lago.state.switches.premium).toBe(true);
  });

  it('says when the port is taken', async () => {
    const port = Number(new URL((await start()).url).port);
    await expect(start({ port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });

  it('answers no more once it is closed', async () => {
    const lago = await startLago();
    await lago.close();
    await expect(fetch(`${lago.url}/health`)).rejects.toThrow('fetch failed');
  });
});
