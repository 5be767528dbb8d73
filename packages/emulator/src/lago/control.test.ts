import { describe, expect, it } from 'vitest';
import { type Account, openAccount } from './open-account.fixture.ts';

const post = (account: Account, path: string, body: unknown) =>
  account.send(`/emulator${path}`, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json' },
  });

describe('GET /emulator', () => {
  it('tells how things are, without a key', async () => {
    const account = openAccount({ premium: false }, 'secret');
    account.state.jobs.add('some work', () => undefined);
    const { status, body } = await account.send('/emulator');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      provider: 'lago',
      now: '2026-01-15T12:00:00.000Z',
      switches: { premium: false, eventStore: 'postgres', rateLimits: false },
      jobs: ['some work'],
      faults: [],
      webhooks: [],
      hmac_key: expect.any(String),
    });
  });
});

describe('POST /emulator/clock', () => {
  it('moves to a moment and by a duration, and bills what became due', async () => {
    const account = openAccount();
    await account.one('POST', '/customers', { customer: { external_id: 'acme' } });
    await account.one('POST', '/plans', {
      plan: {
        name: 'Pro',
        code: 'pro',
        interval: 'monthly',
        amount_cents: 2000,
        amount_currency: 'USD',
        pay_in_advance: false,
      },
    });
    await account.one('POST', '/subscriptions', {
      subscription: { external_id: 's', external_customer_id: 'acme', plan_code: 'pro' },
    });
    const moved = await post(account, '/clock', { advance_to: '2026-02-01T00:00:00Z' });
    expect(moved.body).toEqual({ now: '2026-02-01T00:00:00.000Z' });
    expect((await post(account, '/clock', { advance_by: 'P1M' })).body).toEqual({
      now: '2026-03-01T00:00:00.000Z',
    });
    await post(account, '/jobs', {});
    const { body } = await account.call('GET', '/invoices');
    // 17 of 31 days of January, and February.
    expect(body.invoices).toMatchObject([
      { total_amount_cents: 2000 },
      { total_amount_cents: 1097 },
    ]);
  });

  it('does what waits before time moves', async () => {
    const account = openAccount();
    const moments: string[] = [];
    account.state.jobs.add('note the time', () => void moments.push(account.state.now()));
    await post(account, '/clock', { advance_by: 'P1D' });
    expect(moments).toEqual(['2026-01-15T12:00:00.000Z']);
  });

  it.each([
    [{ advance_to: '2026-01-15T11:59:59Z' }, /^advance_to: .* has passed/],
    [{ advance_to: 'tomorrow' }, /is not a moment/],
    [{ advance_by: 'a month' }, /^advance_by: Write an ISO 8601 duration/],
    [{ advance_by: 'P1M', advance_to: '2027-01-01T00:00:00Z' }, /Write one of them/],
    [{}, /Write one of them/],
    [{ advance: 'P1M' }, /advance: There is no such field/],
  ])('refuses %j', async (input, message) => {
    const account = openAccount();
    const { status, body } = await post(account, '/clock', input);
    expect(status).toBe(422);
    expect(body.message).toMatch(message);
    expect(account.state.now()).toBe('2026-01-15T12:00:00.000Z');
  });

  it('refuses a body that is not JSON', async () => {
    const { status, body } = await openAccount().send('/emulator/clock', {
      method: 'POST',
      body: '{',
      headers: { 'content-type': 'application/json' },
    });
    expect(status).toBe(422);
    expect(body.message).toMatch(/Send a JSON object/);
  });

  it.each(['', '[]', '"P1M"', 'advance_by=P1M'])('refuses the body %j', async (sent) => {
    const { status, body } = await openAccount().send('/emulator/clock', {
      method: 'POST',
      body: sent,
    });
    expect(status).toBe(422);
    expect(body.message).toMatch(/Send a JSON object/);
  });

  it.each(['application/x-www-form-urlencoded', 'text/plain'])(
    'reads JSON that is sent as %s',
    async (type) => {
      const { body } = await openAccount().send('/emulator/clock', {
        method: 'POST',
        body: '{"advance_by":"P1D"}',
        headers: { 'content-type': type },
      });
      expect(body).toEqual({ now: '2026-01-16T12:00:00.000Z' });
    },
  );
});

describe('POST /emulator/jobs', () => {
  it('does all that waits, and tells what failed', async () => {
    const account = openAccount();
    account.state.jobs.add('good work', () => undefined);
    account.state.jobs.add('bad work', () => {
      throw new Error('broken');
    });
    const { body } = await post(account, '/jobs', {});
    expect(body).toEqual({ done: ['good work', 'bad work'], job_errors: ['bad work: broken'] });
    expect((await account.send('/emulator')).body).toMatchObject({ jobs: [], job_errors: [] });
  });
});

describe('POST /emulator/switches', () => {
  it('changes some and keeps the others', async () => {
    const account = openAccount();
    const { body } = await post(account, '/switches', { premium: false, webhookWaitsMs: [] });
    expect(body.switches).toMatchObject({
      premium: false,
      webhookWaitsMs: [],
      eventStore: 'postgres',
    });
    expect(account.state.switches.premium).toBe(false);
  });

  it.each([
    [{ premium: 'off' }, /premium: Write true or false/],
    [{ eventStore: 'mysql' }, /eventStore: Write "postgres" or "clickhouse"/],
    [{ jobDelayMs: -1 }, /jobDelayMs: Write whole milliseconds/],
    [{ webhookWaitsMs: 5 }, /webhookWaitsMs: Write a list/],
    [{ licence: true }, /licence: There is no such switch; there are premium, eventStore/],
    [{ toString: 1 }, /toString: There is no such switch/],
  ])('refuses %j, and changes nothing', async (switches, message) => {
    const account = openAccount();
    const { status, body } = await post(account, '/switches', {
      paymentProvider: false,
      ...switches,
    });
    expect(status).toBe(422);
    expect(body.message).toMatch(message);
    expect(account.state.switches.paymentProvider).toBe(true);
  });
});

describe('POST /emulator/faults', () => {
  it('puts a fault in force, which is shown until it is over or taken away', async () => {
    const account = openAccount();
    const fault = { kind: 'status', status: 503, times: 2 };
    const { body } = await post(account, '/faults', fault);
    expect(body.fault).toMatchObject({ ...fault, id: 1, left: 2, hits: 0 });
    expect((await account.call('GET', '/taxes')).status).toBe(503);
    expect((await account.send('/emulator')).body.faults).toMatchObject([{ left: 1, hits: 1 }]);
    await account.send('/emulator/faults', { method: 'DELETE' });
    expect((await account.call('GET', '/taxes')).status).toBe(200);
  });

  it('shows no number of hits that are left where it hits all', async () => {
    const { body } = await post(openAccount(), '/faults', { kind: 'empty', times: 0 });
    expect(body.fault).toMatchObject({ left: null });
  });

  it.each([
    [{}, /kind: Write one of status, latency/],
    [{ kind: 'fire' }, /kind: Write one of status, latency/],
    [{ kind: 'status', status: 99 }, /status: Write a status from 200 to 599/],
    [{ kind: 'status', times: -1 }, /times: Write how many/],
    [{ kind: 'status', method: 'FETCH' }, /method: Write GET/],
    [{ kind: 'status', path: 'customers' }, /path: Write a path/],
    [{ kind: 'status', after: 'read' }, /after: Write "none" or "write"/],
    [{ kind: 'status', chance: 2 }, /chance: Write a share/],
    [{ kind: 'latency', ms: 1e9 }, /ms: Write milliseconds/],
    [{ kind: 'huge', bytes: 0 }, /bytes: Write how many/],
    [{ kind: 'status', headers: { a: 1 } }, /headers: Write texts/],
    [{ kind: 'status', state: 503 }, /state: There is no such field/],
  ])('refuses %j', async (fault, message) => {
    const account = openAccount();
    const { status, body } = await post(account, '/faults', fault);
    expect(status).toBe(422);
    expect(body.message).toMatch(message);
    expect(account.state.faults.all()).toEqual([]);
  });
});
