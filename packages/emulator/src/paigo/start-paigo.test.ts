import { describe, expect, it, onTestFinished } from 'vitest';
import { CUSTOMER } from './open-paigo.fixture.ts';
import { type PaigoEmulatorOptions, startPaigo } from './start-paigo.ts';
import { AUDIENCE } from './tokens.ts';

async function start(options: PaigoEmulatorOptions = {}) {
  const paigo = await startPaigo({ startAt: '2026-01-15T12:00:00Z', frozen: true, ...options });
  onTestFinished(() => paigo.close());
  const json = { 'content-type': 'application/json' };
  const credentials = { client_id: 'id', client_secret: 'secret', audience: AUDIENCE };
  const grant = JSON.stringify({ grant_type: 'client_credentials', ...credentials });
  const answer = await fetch(paigo.tokenUrl, { method: 'POST', headers: json, body: grant });
  const { access_token } = (await answer.json()) as { access_token: string };
  const headers = { ...json, authorization: `Bearer ${access_token}` };
  const add = () =>
    fetch(`${paigo.url}/customers`, { method: 'POST', headers, body: JSON.stringify(CUSTOMER) });
  const list = async () => {
    const found = await fetch(`${paigo.url}/customers`, { headers });
    const { data } = (await found.json()) as { data: unknown[] };
    return data;
  };
  return { paigo, headers, add, list };
}

describe('startPaigo', () => {
  it('keeps accounts apart, their tokens included', async () => {
    const [one, other] = [await start(), await start()];
    await one.add();
    expect(await one.list()).toHaveLength(1);
    expect(await other.list()).toEqual([]);
    const { status } = await fetch(`${other.paigo.url}/customers`, {
      headers: { authorization: 'x' },
    });
    expect(status).toBe(401);
  });

  it('ends all tokens when it is told to', async () => {
    const { paigo, headers } = await start();
    paigo.revokeTokens();
    expect((await fetch(`${paigo.url}/customers`, { headers })).status).toBe(401);
  });

  it('moves time by moments and by durations', async () => {
    const { paigo } = await start();
    await paigo.advanceTo('2026-01-31T00:00:00Z');
    await paigo.advanceBy('P1M');
    expect(paigo.state.now()).toBe('2026-02-28T00:00:00.000Z');
    await expect(paigo.advanceTo('2026-02-01T00:00:00Z')).rejects.toMatchObject({
      code: 'invalid_input',
    });
  });

  it('shows how things are, and cannot be changed by what it shows', async () => {
    const { paigo } = await start({ put: 'replace' });
    paigo.injectFault({ kind: 'latency', times: 2, path: '/usage' });
    Object.assign(paigo.state.switches, { put: 'merge' });
    Object.assign(paigo.state.faults[0] ?? {}, { left: 0 });
    expect(paigo.state.switches.put).toBe('replace');
    expect(paigo.state.faults).toMatchObject([{ kind: 'latency', left: 2, hits: 0 }]);
    expect(Object.keys(paigo.state).sort()).toEqual([
      'clock',
      'faults',
      'now',
      'switches',
      'waitingJobs',
    ]);
  });

  it.each([
    ['none', 0],
    ['write', 1],
  ] as const)('breaks the connection, the request carried out: %s', async (after, count) => {
    const { paigo, add, list } = await start();
    paigo.injectFault({ kind: 'reset', after });
    await expect(add()).rejects.toThrow('fetch failed');
    expect(await list()).toHaveLength(count);
  });

  it('uses the dashboard, and refuses invoices that are not there', async () => {
    const { paigo } = await start();
    expect(() => paigo.useDashboard('pay', 'x')).toThrow(
      expect.objectContaining({ code: 'invalid_input' }),
    );
  });

  it('shows webhooks that were sent', async () => {
    const { paigo, headers, add } = await start();
    const hook = { hookUrl: 'http://127.0.0.1:9/', webhookType: 'CUSTOMER_CREATED' };
    const body = JSON.stringify(hook);
    await fetch(`${paigo.url}/webhooks/subscribe`, { method: 'POST', headers, body });
    await add();
    expect(paigo.webhookDeliveries()).toMatchObject([{ webhookType: 'CUSTOMER_CREATED' }]);
  });

  it('says when the port is taken', async () => {
    const port = Number(new URL((await start()).paigo.url).port);
    await expect(startPaigo({ port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });

  it('answers no more once it is closed', async () => {
    const paigo = await startPaigo();
    await paigo.close();
    await expect(fetch(paigo.url)).rejects.toThrow('fetch failed');
  });
});

describe('settings of startPaigo', () => {
  it.each([
    ['port', 65_536, 'Write a whole number from 0 to 65535.'],
    ['clientId', '', 'Write a text that is not empty'],
    ['clientSecret', 'two words', 'has no spaces'],
    ['startAt', 'yesterday', '"yesterday" is not a moment'],
    ['jobDelayMs', -1, 'Write whole milliseconds from 0'],
    ['taxRate', 8.25, 'Write a percentage from 0 up as text'],
    ['taxRate', '-1', 'Write a percentage from 0 up as text'],
    ['reads', 'late', 'Write "immediate" or "delayed".'],
    ['rateLimits', 'on', 'Write true or false.'],
    ['raeds', 'delayed', 'startPaigo has no setting "raeds". It has port, host'],
    ['toString', 1, 'startPaigo has no setting "toString"'],
  ])('refuses %s: %j', async (setting, value, rule) => {
    await expect(startPaigo({ [setting]: value })).rejects.toMatchObject({
      code: 'configuration',
      message: expect.stringContaining(rule),
      details: { setting },
    });
  });

  it('names what a switch may be, and repeats no secret', async () => {
    await expect(startPaigo({ put: 'x' as never })).rejects.toMatchObject({
      details: { setting: 'put', allowed: ['merge', 'replace'] },
    });
    await expect(startPaigo({ clientSecret: 'se cret' })).rejects.toMatchObject({
      message: expect.not.stringContaining('se cret'),
    });
  });

  it('count as absent when they are undefined', async () => {
    const { paigo } = await start({ put: undefined, clientId: undefined } as never);
    expect(paigo.state.switches.put).toBe('merge');
  });
});
