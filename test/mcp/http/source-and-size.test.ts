import { describe, expect, it } from 'vitest';
import { ERAS, messageIn, messageOf, send } from './messages.ts';
import { MESSAGE_HEADERS, rawRequest } from './raw-request.ts';
import { closeServersAfterEach, startSample } from './sample-server.ts';

closeServersAfterEach();

/** The settings of a server that is called `billing.example.com` outside. */
const PUBLIC = {
  BILLING_MCP_HTTP_PUBLIC_URL: 'https://billing.example.com/mcp',
  BILLING_MCP_HTTP_ALLOWED_ORIGINS: 'desk.example.com',
};

describe.each(ERAS)('S3: where a message of %s may come from', (era) => {
  it.each([
    ['evil.example.com', 403],
    ['evil.example.com:3000', 403],
    ['127.0.0.1.evil.example.com', 403],
    ['localhost:1', 200],
    ['[::1]:3000', 200],
    ['billing.example.com', 200],
  ])('the host %s is answered %i', async (host, status) => {
    const { url, ran } = await startSample(PUBLIC);
    const call = { name: 'look', arguments: {} };
    const answer = await send(url, [era, 'tools/call', call], { headers: { host } });
    expect(answer.status).toBe(status);
    expect(ran).toHaveLength(status === 200 ? 1 : 0);
  });

  it.each([
    ['https://evil.example.com', 403],
    ['null', 403],
    ['file://', 403],
    ['http://localhost:6274', 200],
    ['https://desk.example.com', 200],
  ])('the origin %s is answered %i', async (origin, status) => {
    const { url, ran } = await startSample(PUBLIC);
    const call = { name: 'look', arguments: {} };
    const answer = await send(url, [era, 'tools/call', call], { headers: { origin } });
    expect(answer.status).toBe(status);
    expect(ran).toHaveLength(status === 200 ? 1 : 0);
  });
});

describe('S3: pages in a browser', () => {
  const preflight = (origin: string) => ({
    method: 'OPTIONS',
    headers: {
      origin,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'authorization,content-type',
    },
  });

  it('may call when their host is listed, before they show a token', async () => {
    const { url } = await startSample({ ...PUBLIC, BILLING_MCP_HTTP_TOKEN: 'x'.repeat(40) });
    const origin = 'https://desk.example.com';
    const { status, headers } = await rawRequest(url, preflight(origin));
    expect(status).toBe(204);
    expect(headers['access-control-allow-origin']).toBe(origin);
    expect(headers['access-control-allow-headers']).toContain('Authorization');
  });

  it('on this machine get no permission to read without being listed', async () => {
    const { url } = await startSample();
    const { headers } = await rawRequest(url, preflight('http://localhost:8080'));
    expect(headers['access-control-allow-origin']).toBeUndefined();
  });
});

describe.each(ERAS)('S3: how large a message of %s may be', (era) => {
  const call = (name: string) =>
    messageOf(era, 'tools/call', { name: 'look', arguments: { name } });

  it('is answered 413 above the limit, told beforehand or not', async () => {
    const { url, ran } = await startSample({ BILLING_MCP_HTTP_MAX_BODY_BYTES: '2048' });
    const { body, headers } = call('x'.repeat(3000));
    expect((await rawRequest(url, { body, headers })).status).toBe(413);
    const chunked = { ...headers, 'transfer-encoding': 'chunked' };
    expect((await rawRequest(url, { body, headers: chunked })).status).toBe(413);
    expect(ran).toEqual([]);
    expect((await rawRequest(url, call('x'.repeat(1000)))).status).toBe(200);
  });

  it('is answered 413 at once when it says that it will be, and none of it was sent', async () => {
    const { url } = await startSample({ BILLING_MCP_HTTP_MAX_BODY_BYTES: '2048' });
    const headers = { ...MESSAGE_HEADERS, 'content-length': '999999999' };
    expect((await rawRequest(url, { body: '{', headers, isUnfinished: true })).status).toBe(413);
  });

  it('is answered 408 when it does not arrive in time', async () => {
    const { url, ran } = await startSample({ BILLING_MCP_HTTP_REQUEST_TIMEOUT_MS: '100' });
    const { body, headers } = call('slow');
    const length = { ...headers, 'content-length': String(body.length) };
    const slow = { body: body.slice(0, -1), headers: length, isUnfinished: true };
    expect((await rawRequest(url, slow)).status).toBe(408);
    expect(ran).toEqual([]);
  });

  it('is answered 400 when it is nested too deeply', async () => {
    const { url } = await startSample({ BILLING_MCP_HTTP_MAX_DEPTH: '8' });
    const deep = JSON.parse(`${'['.repeat(20)}${']'.repeat(20)}`);
    const params = { name: 'look', arguments: { name: deep } };
    const answer = await send(url, [era, 'tools/call', params]);
    expect(answer.status).toBe(400);
    expect(messageIn(answer).error?.message).toContain('8 deep');
  });
});

it('S3: a batch above the limit is answered 400, and none of it is done', async () => {
  const { url, ran } = await startSample({ BILLING_MCP_HTTP_MAX_BATCH: '3' });
  const one = { method: 'tools/call', params: { name: 'look', arguments: {} } };
  const batchOf = (count: number) =>
    JSON.stringify(Array.from({ length: count }, (_, id) => ({ jsonrpc: '2.0', id, ...one })));
  const headers = { ...MESSAGE_HEADERS, 'mcp-protocol-version': '2025-03-26' };
  expect((await rawRequest(url, { body: batchOf(4), headers })).status).toBe(400);
  expect(ran).toEqual([]);
  expect((await rawRequest(url, { body: batchOf(3), headers })).status).toBe(200);
  expect(ran).toHaveLength(3);
});

it('S3: what is no JSON is answered 400 as a parse error', async () => {
  const { url } = await startSample();
  const answer = await rawRequest(url, { body: '{"jsonrpc":', headers: MESSAGE_HEADERS });
  expect(answer.status).toBe(400);
  expect(messageIn(answer).error?.code).toBe(-32_700);
});
