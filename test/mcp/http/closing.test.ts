import { once } from 'node:events';
import { request } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { startHttp } from '../../../packages/mcp/src/http/start-http.ts';
import { ERAS, messageIn, messageOf, send } from './messages.ts';
import { rawRequest } from './raw-request.ts';
import { closeServersAfterEach, startSample } from './sample-server.ts';

closeServersAfterEach();

const WAIT = ['tools/call', { name: 'wait' }] as const;

describe.each(ERAS)('P8: closing while a message of %s is under way', (era) => {
  it('lets it finish and takes no other', async () => {
    const { url, waiting, release, close, log } = await startSample();
    const call = send(url, [era, ...WAIT]);
    await waiting;
    const closed = close();
    await expect(send(url, [era, 'tools/list'])).rejects.toThrow('ECONNREFUSED');
    release();
    expect(JSON.stringify(messageIn(await call).result)).toContain('done');
    await closed;
    expect(log.at(-1)).toMatchObject({ event: 'closed', cut: false });
  });

  it('cuts it when its time is over, and tells the tool', async () => {
    const { url, waiting, aborted, close, log, release } = await startSample({
      BILLING_MCP_HTTP_DRAIN_TIMEOUT_MS: '1',
    });
    const call = send(url, [era, ...WAIT]);
    const cut = call.then(
      ({ text }) => text.includes('done'),
      () => false,
    );
    await waiting;
    await close();
    expect(await cut).toBe(false);
    await aborted;
    expect(log.some(({ event, cut }) => event === 'closed' && cut === true)).toBe(true);
    release();
  });

  it('D6: a client that leaves before its answer stops the tool', async () => {
    const { url, waiting, aborted, release } = await startSample();
    const { body, headers } = messageOf(era, ...WAIT);
    const outgoing = request(url, { method: 'POST', headers, agent: false });
    outgoing.on('error', () => undefined).end(body);
    await waiting;
    outgoing.destroy();
    await aborted;
    release();
  });

  it('S3: more messages than there are places are asked to come back', async () => {
    const { url, waiting, release } = await startSample({
      BILLING_MCP_HTTP_MAX_CONCURRENT: '1',
    });
    const call = send(url, [era, ...WAIT]);
    await waiting;
    const refused = await send(url, [era, 'tools/list']);
    expect([refused.status, refused.headers['retry-after']]).toEqual([503, '1']);
    release();
    expect((await call).status).toBe(200);
    expect((await send(url, [era, 'tools/list'])).status).toBe(200);
  });
});

describe('closing', () => {
  it('answers 503 on a connection that was made before, and ends it', async () => {
    const { url, waiting, release, close, ran } = await startSample();
    const { hostname, port } = new URL(url);
    const socket = connect(Number(port), hostname);
    await once(socket, 'connect');
    const call = send(url, [ERAS[0], ...WAIT]);
    await waiting;
    const closed = close();
    const { body, headers } = messageOf(ERAS[0], 'tools/call', { name: 'look', arguments: {} });
    const head = Object.entries({ host: 'localhost', 'content-length': body.length, ...headers });
    const lines = head.map(([name, value]) => `${name}: ${value}`);
    socket.write(['POST /mcp HTTP/1.1', ...lines, '', body].join('\r\n'));
    const answer = await text(socket);
    expect(answer).toMatch(/^HTTP\/1.1 503 /);
    expect(answer).toMatch(/^connection: close\r$/im);
    release();
    await Promise.all([call, closed]);
    expect(ran).toEqual(['wait']);
  });

  it('ends a stream of changes in order, and does not wait for it', async () => {
    const { url, close, log } = await startSample();
    const { body, headers } = messageOf('2026-07-28', 'subscriptions/listen', {
      notifications: { toolsListChanged: true },
    });
    const outgoing = request(url, { method: 'POST', headers, agent: false }).end(body);
    const [incoming] = await once(outgoing, 'response');
    expect(incoming.headers['content-type']).toContain('text/event-stream');
    const events = text(incoming);
    await close();
    expect(await events).toContain('subscriptions/acknowledged');
    expect(log.at(-1)).toMatchObject({ event: 'closed', cut: false });
  });

  it('twice waits for the same end', async () => {
    const { close, log } = await startSample();
    await Promise.all([close(), close()]);
    expect(log.filter(({ event }) => event === 'closed')).toHaveLength(1);
  });
});

describe('starting', () => {
  it('P7: names the variable of a port that is taken', async () => {
    const { url } = await startSample();
    const { port } = new URL(url);
    await expect(startSample({ BILLING_MCP_HTTP_PORT: port })).rejects.toMatchObject({
      code: 'configuration',
      details: { setting: 'BILLING_MCP_HTTP_PORT' },
    });
  });

  it('S3: refuses all addresses without authorization before it listens', async () => {
    const lines: string[] = [];
    const started = startHttp({
      factory: () => {
        throw new Error('never called');
      },
      scopeOfTool: () => undefined,
      environment: {},
      flags: { host: '0.0.0.0', port: 0 },
      log: (line) => lines.push(line),
    });
    await expect(started).rejects.toMatchObject({ code: 'configuration' });
    expect(lines).toEqual([]);
  });

  it('S3: listens on this machine alone', async () => {
    const { url } = await startSample();
    const health = new URL('/healthz', url);
    expect((await rawRequest(health.href, { method: 'GET' })).status).toBe(200);
    // Another address of this machine, which a server on all addresses would answer at.
    health.hostname = '127.0.0.2';
    await expect(rawRequest(health.href, { method: 'GET' })).rejects.toThrow();
  });
});

it('S1: a factory that fails is answered 500 and logged by its place, without its words', async () => {
  const lines: string[] = [];
  const { url, close } = await startHttp({
    factory: () => {
      throw new Error('canary of the provider');
    },
    scopeOfTool: () => undefined,
    environment: { BILLING_MCP_HTTP_PORT: '0' },
    log: (line) => lines.push(line),
  });
  const answer = await send(url, [ERAS[1], 'tools/list']);
  await close();
  expect(answer.status).toBe(500);
  expect(answer.text).not.toContain('canary');
  expect(lines.join('\n')).not.toContain('canary');
  expect(lines.map((line) => JSON.parse(line))).toContainEqual(
    expect.objectContaining({ event: 'error', error: 'Error', at: expect.stringContaining('.ts') }),
  );
});
