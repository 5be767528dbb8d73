import { describe, expect, it, onTestFinished } from 'vitest';
import { type LagoEmulatorOptions, startLago } from './start-lago.ts';

async function start(options: LagoEmulatorOptions = {}) {
  const lago = await startLago({ startAt: '2026-01-15T12:00:00Z', frozen: true, ...options });
  onTestFinished(() => lago.close());
  return lago;
}

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
    await expect(lago.advanceBy('1 month')).rejects.toThrow('ISO 8601 duration');
  });

  it('rejects when some work failed, once', async () => {
    const lago = await start();
    lago.state.jobs.add('bad work', () => {
      throw new Error('broken');
    });
    await expect(lago.settle()).rejects.toThrow('The emulator failed: bad work: broken');
    await lago.settle();
  });

  it('changes switches and refuses wrong ones', async () => {
    const lago = await start({ premium: false });
    lago.change({ premium: true, jobDelayMs: 5 });
    expect(lago.state.switches).toMatchObject({ premium: true, jobDelayMs: 5 });
    expect(lago.state.jobs.delayMs).toBe(5);
    expect(() => lago.change({ jobDelayMs: 0.5 })).toThrow('jobDelayMs: Write whole milliseconds');
  });

  it('takes faults away', async () => {
    const lago = await start();
    lago.injectFault({ kind: 'status', status: 500, times: 0 });
    expect((await fetch(`${lago.url}/health`)).status).toBe(500);
    lago.clearFaults();
    expect((await fetch(`${lago.url}/health`)).status).toBe(200);
  });

  it('refuses wrong settings', async () => {
    await expect(start({ jobDelayMs: -1 })).rejects.toThrow('jobDelayMs');
    await expect(start({ startAt: 'yesterday' })).rejects.toThrow('is not a moment');
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
