import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startLago } from './lago/start-lago.ts';

/** Makes a Node of an older version: without SQLite, as its imports see it. */
const OLDER_NODE = `data:text/javascript,${encodeURIComponent(`
  import { registerHooks } from 'node:module';
  const versions = { ...process.versions, node: '22.4.1' };
  Object.defineProperty(process, 'versions', { value: versions });
  registerHooks({
    resolve(name, context, next) {
      if (name === 'node:sqlite') throw new Error('ERR_UNKNOWN_BUILTIN_MODULE');
      return next(name, context);
    },
  });
`)}`;

const CLI = fileURLToPath(new URL('./cli.ts', import.meta.url));

function run(...options: readonly string[]) {
  return runBy([], ...options);
}

/** A run of the command: what it printed so far, and how to wait for more. */
function runBy(nodeOptions: readonly string[], ...options: readonly string[]) {
  const child: ChildProcess = spawn(process.execPath, [
    '--conditions=source',
    ...nodeOptions,
    CLI,
    ...options,
  ]);
  onTestFinished(() => void child.kill('SIGKILL'));
  const printed = { out: '', err: '' };
  child.stdout?.on('data', (data) => {
    printed.out += data;
  });
  child.stderr?.on('data', (data) => {
    printed.err += data;
  });
  const ended = once(child, 'close').then(([code]) => ({ code, ...printed }));
  const saying = async (text: string) => {
    while (!printed.out.includes(text)) await once(child.stdout ?? child, 'data');
    return printed.out;
  };
  return { child, ended, saying };
}

const portOf = (greeting: string) => /127\.0\.0\.1:(\d+)/.exec(greeting)?.[1] ?? '';

describe('billport-emulator lago', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)(
    'tells where it is, and ends in good order on %s',
    async (signal) => {
      const { child, ended, saying } = run('lago', '--port', '0', '--api-key', 'secret');
      const greeting = await saying('Ctrl+C');
      expect(greeting).toMatch(/Lago emulator at http:\/\/127\.0\.0\.1:\d+, time /);
      expect(greeting).toContain('/api/v1/customers');
      expect(greeting).toContain('Authorization: Bearer secret');
      child.kill(signal);
      expect(await ended).toMatchObject({ code: 0, err: '' });
    },
  );

  it('has an account as the options say', async () => {
    const options = [
      '--premium',
      'off',
      '--event-store',
      'clickhouse',
      '--payment-provider',
      'off',
    ];
    const time = ['--start-at', '2026-01-01T00:00:00Z', '--frozen', '--job-delay', '7'];
    const { saying } = run(
      'lago',
      '--port',
      '0',
      '--rate-limits',
      '--all-currencies',
      ...options,
      ...time,
    );
    const port = portOf(await saying('Ctrl+C'));
    const answer = await fetch(`http://127.0.0.1:${port}/emulator`);
    expect(await answer.json()).toMatchObject({
      now: '2026-01-01T00:00:00.000Z',
      switches: {
        premium: false,
        eventStore: 'clickhouse',
        paymentProvider: false,
        allCurrencies: true,
        rateLimits: true,
        jobDelayMs: 7,
      },
    });
  });

  it('says that the port is taken, with exit code 1', async () => {
    const port = portOf(await run('lago', '--port', '0').saying('Ctrl+C'));
    expect(await run('lago', '--port', port).ended).toMatchObject({
      code: 1,
      out: '',
      err: `Port ${port} is taken. Choose another one with --port, or a free one with --port 0.\n`,
    });
  });

  it.each([
    [['--port', '70000'], /Write a whole number from 0 to 65535/],
    [['--port', '0', '--start-at', 'yesterday'], /"yesterday" is not a moment/],
    [['--port', '0', '--api-key', ''], /--api-key.*Write a key that is not empty/],
    [['--port', '0', '--host', '[::1]'], /--host.*without brackets/],
  ])('refuses %j', async (options, message) => {
    const { code, err } = await run('lago', ...options).ended;
    expect(code).toBe(1);
    expect(err).toMatch(message);
  });

  it('waits as long for work behind the answers as startLago does', async () => {
    const port = portOf(await run('lago', '--port', '0').saying('Ctrl+C'));
    const answer = await fetch(`http://127.0.0.1:${port}/emulator`);
    const lago = await startLago();
    onTestFinished(() => lago.close());
    const { jobDelayMs } = lago.state.switches;
    expect(await answer.json()).toMatchObject({ switches: { jobDelayMs } });
  });
});

describe('billport-emulator paigo', () => {
  it('tells where it is, and how to get a token and use it', async () => {
    const secrets = ['--client-id', 'acme-id', '--client-secret', 'acme-secret'];
    const { child, ended, saying } = run('paigo', '--port', '0', ...secrets);
    const greeting = await saying('Ctrl+C');
    const [url = ''] = /http:\/\/127\.0\.0\.1:\d+/.exec(greeting) ?? [];
    const [grant, customer] = [...greeting.matchAll(/-d '(.+)'/g)].map(([, body = '']) => body);
    expect([...greeting.matchAll(/curl (\S+)/g)].map(([, shown]) => shown)).toEqual([
      `${url}/oauth/token`,
      `${url}/customers`,
    ]);
    const type = { 'content-type': 'application/json' };
    const token = await fetch(`${url}/oauth/token`, {
      method: 'POST',
      headers: type,
      body: grant ?? '',
    });
    const { access_token } = (await token.json()) as { access_token: string };
    const headers = { ...type, authorization: `Bearer ${access_token}` };
    const made = await fetch(`${url}/customers`, { method: 'POST', headers, body: customer ?? '' });
    expect(made.status).toBe(201);
    child.kill('SIGTERM');
    expect(await ended).toMatchObject({ code: 0, err: '' });
  });

  it('has an account as the options say', async () => {
    const time = ['--start-at', '2026-01-01T00:00:00Z', '--frozen'];
    const { saying } = run(
      ...['paigo', '--port', '0', ...time],
      ...['--set', 'reads=delayed', '--set', 'rateLimits=true'],
    );
    const port = portOf(await saying('Ctrl+C'));
    const answer = await fetch(`http://127.0.0.1:${port}/emulator`);
    expect(await answer.json()).toMatchObject({
      provider: 'paigo',
      now: '2026-01-01T00:00:00.000Z',
      switches: { reads: 'delayed', rateLimits: true, put: 'merge' },
    });
  });

  it.each([
    [['--set', 'reads=late'], /reads: Write "immediate" or "delayed"/],
    [['--set', 'raeds=delayed'], /raeds: There is no such switch/],
    [['--set', 'reads'], /Write a switch and its setting/],
    [['--client-id', ''], /--client-id.*Write a text that is not empty/],
    [['--tax-rate', 'much'], /--tax-rate.*Write a percentage/],
  ])('refuses %j', async (options, message) => {
    const { code, err } = await run('paigo', '--port', '0', ...options).ended;
    expect(code).toBe(1);
    expect(err).toMatch(message);
  });

  it('lists every switch with its settings', async () => {
    const { out } = await run('paigo', '--help').ended;
    expect(out).toContain('put=merge|replace');
    expect(out).toContain('rateLimits=false|true');
  });
});

describe('billport-emulator', () => {
  const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));

  it('tells its version', async () => {
    expect(await run('--version').ended).toMatchObject({ code: 0, out: `${manifest.version}\n` });
  });

  it('says which Node it needs on one without a new enough SQLite', async () => {
    expect(await runBy(['--import', OLDER_NODE], 'lago', '--port', '0').ended).toMatchObject({
      code: 1,
      out: '',
      err: `billport-emulator needs Node ${manifest.engines.node} for its SQLite; this is Node 22.4.1.\n`,
    });
  });
});
