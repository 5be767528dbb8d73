import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { describe, expect, it } from 'vitest';
import { ERAS, messageIn, messageOf, send } from './messages.ts';
import { rawRequest } from './raw-request.ts';
import { closeServersAfterEach, startSample } from './sample-server.ts';

closeServersAfterEach();

describe.each(ERAS)('a message of %s', (era) => {
  it('P3: lists and calls tools without a session', async () => {
    const { url, ran } = await startSample();
    const list = await send(url, [era, 'tools/list']);
    expect(list.status).toBe(200);
    expect(list.headers['mcp-session-id']).toBeUndefined();
    expect(messageIn(list).result?.tools).toHaveLength(4);
    const call = ['tools/call', { name: 'look', arguments: { name: 'Ada' } }] as const;
    const { result } = messageIn(await send(url, [era, ...call]));
    expect(JSON.stringify(result)).toContain('Ada');
    expect(ran).toEqual(['look']);
  });

  it('is logged as one line of JSON with method, tool, status and time', async () => {
    const { url, log, close } = await startSample();
    await send(url, [era, 'tools/call', { name: 'look', arguments: { name: 'Ada' } }]);
    await close();
    const lines = log.filter(({ event }) => event === 'request');
    expect(lines).toEqual([
      {
        time: expect.any(String),
        event: 'request',
        method: 'tools/call',
        tool: 'look',
        status: 200,
        ms: expect.any(Number),
      },
    ]);
  });
});

describe.each(['legacy', 'auto'] as const)('the client, negotiating %s', (mode) => {
  it('lists and calls tools', async () => {
    const { url, contexts } = await startSample();
    const client = new Client({ name: 'test', version: '1' }, { versionNegotiation: { mode } });
    await client.connect(new StreamableHTTPClientTransport(new URL(url)));
    expect((await client.listTools()).tools.map(({ name }) => name)).toEqual([
      'look',
      'save',
      'pay',
      'wait',
    ]);
    const result = await client.callTool({ name: 'pay', arguments: {} });
    expect(result.isError).not.toBe(true);
    expect(contexts.at(-1)?.era).toBe(mode === 'auto' ? 'modern' : 'legacy');
    await client.close();
  });
});

describe('what is no message', () => {
  it.each(['GET', 'DELETE', 'PUT'])('%s is answered 405', async (method) => {
    const { url } = await startSample();
    const answer = await rawRequest(url, { method });
    expect(answer.status).toBe(405);
    expect(answer.headers.allow).toBe('POST');
  });

  it('is answered 415 in another format than JSON, and 404 elsewhere', async () => {
    const { url } = await startSample();
    const { body, headers } = messageOf('2026-07-28', 'tools/list');
    const asText = { ...headers, 'content-type': 'text/plain' };
    expect((await rawRequest(url, { body, headers: asText })).status).toBe(415);
    expect((await rawRequest(`${url}/other`, { body, headers })).status).toBe(404);
  });

  it('tells that the server is up, and nothing else, to whoever asks', async () => {
    const { url } = await startSample({ BILLING_MCP_HTTP_TOKEN: 'x'.repeat(40) });
    const health = new URL('/healthz', url).href;
    const answer = await rawRequest(health, { method: 'GET', headers: { host: '10.1.2.3' } });
    expect([answer.status, answer.text]).toEqual([200, '{"status":"ok"}']);
  });
});
