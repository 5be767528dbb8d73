import { execFile } from 'node:child_process';
import { channel } from 'node:diagnostics_channel';
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, createServer } from 'node:net';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { exampleClient, failureOf } from './example-client.fixture.ts';
import type { HttpRequest } from './http-request.ts';
import { answerJson, startService } from './loopback-service.fixture.ts';
import { path } from './request-path.ts';

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

const receipt: HttpRequest = {
  method: 'POST',
  path: path`/things`,
  body: { name: 'é✓😀' },
  repeat: 'never',
  expects: 'receipt',
};

/** Which of the platform's clients makes the requests of some work. */
async function clientsOf(work: () => Promise<unknown>): Promise<string[]> {
  const seen: string[] = [];
  const channels = { node: 'http.client.request.start', fetch: 'undici:request:create' };
  const ends = Object.entries(channels).map(([name, of]) => {
    const note = () => seen.push(name);
    channel(of).subscribe(note);
    return () => channel(of).unsubscribe(note);
  });
  await work();
  for (const end of ends) end();
  return seen;
}

describe('a receipt', () => {
  const start = () => startService((response) => answerJson(response, 200, {}));

  it('goes by the client of Node, and nothing else does', async () => {
    const client = exampleClient((await start()).url);
    expect(await clientsOf(() => client.send(receipt))).toEqual(['node']);
    expect(await clientsOf(() => client.send({ ...receipt, expects: 'json' }))).toEqual(['fetch']);
  });

  it('goes by the fetch that was given', async () => {
    const client = exampleClient((await start()).url, { fetch: globalThis.fetch });
    expect(await clientsOf(() => client.send(receipt))).toEqual(['fetch']);
  });

  it('goes by a fetch that took the place of the platform', async () => {
    const client = exampleClient('http://example.test');
    const fetch = vi.fn(async () => Response.json({}));
    vi.stubGlobal('fetch', fetch);
    await client.send(receipt);
    expect(fetch).toHaveBeenCalledOnce();
  });

  it('goes by fetch where that has a dispatcher of its own, such as a proxy', async () => {
    const client = exampleClient((await start()).url);
    await fetch('data:,');
    const dispatcher = Symbol.for('undici.globalDispatcher.1');
    const agent: unknown = Reflect.get(globalThis, dispatcher);
    class ProxyAgent {
      dispatch(...all: unknown[]) {
        return Reflect.apply(Reflect.get(Object(agent), 'dispatch'), agent, all);
      }
    }
    Reflect.set(globalThis, dispatcher, new ProxyAgent());
    onTestFinished(() => {
      Reflect.set(globalThis, dispatcher, agent);
    });
    expect(await clientsOf(() => client.send(receipt))).toEqual(['fetch']);
  });

  it.each(['Deno/2.5', 'Bun/1.3', 'Cloudflare-Workers', undefined])(
    'goes by fetch on other runtimes: %s',
    async (userAgent) => {
      vi.stubGlobal('navigator', userAgent === undefined ? undefined : { userAgent });
      const client = exampleClient((await start()).url);
      expect(await clientsOf(() => client.send(receipt))).toEqual(['fetch']);
    },
  );

  it('arrives as fetch would send it, its length in bytes', async () => {
    const service = await start();
    for (const fetch of [undefined, globalThis.fetch]) {
      await exampleClient(service.url, { fetch }).send(receipt);
    }
    const [byNode, byFetch] = service.arrived;
    expect(byNode?.body).toBe('{"name":"é✓😀"}');
    expect(byNode?.headers['content-length']).toBe('20');
    // What fetch says of itself is of no use to a service.
    const { 'accept-language': _, 'sec-fetch-mode': __, ...expected } = byFetch?.headers ?? {};
    expect(byNode?.headers).toEqual(expected);
  });

  it.each([
    ['gzip', gzipSync],
    ['x-gzip', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
  ])('reads a refusal that is packed: %s', async (encoding, pack) => {
    const service = await startService((response) => {
      response.writeHead(422, { 'content-type': 'application/json', 'content-encoding': encoding });
      response.end(pack('{"code":"taken"}'));
    });
    const error = await failureOf(exampleClient(service.url).send(receipt));
    expect(error.code).toBe('already_exists');
  });

  it('reaches addresses of IPv6', async () => {
    const server = createHttpServer(async (request, response) => {
      await text(request);
      answerJson(response, request.headers.host?.startsWith('[::1]:') ? 200 : 400, {});
    });
    await new Promise<void>((resolve) => server.listen(0, '::1', resolve));
    onTestFinished(() => {
      server.closeAllConnections();
      server.close();
    });
    const { port } = server.address() as AddressInfo;
    expect((await exampleClient(`http://[::1]:${port}`).send(receipt)).status).toBe(200);
  });
});

describe('a handshake', () => {
  async function tcpService(answer: 'reset' | 'silence') {
    const seen = { connections: 0 };
    const server = createServer((socket) => {
      seen.connections++;
      socket.on('error', () => {});
      socket.once('data', () => (answer === 'reset' ? socket.resetAndDestroy() : undefined));
      onTestFinished(() => {
        socket.destroy();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => {
      server.close();
    });
    return { url: `https://127.0.0.1:${(server.address() as AddressInfo).port}`, seen };
  }

  it('that is reset sent nothing: the write is tried again, and not unknown', async () => {
    const { url, seen } = await tcpService('reset');
    const error = await failureOf(exampleClient(url, { maxAttempts: 2 }).send(receipt));
    expect(error).toMatchObject({ code: 'network', retryable: true });
    expect(error.message).toContain(`at ${new URL(url).host} could not be reached (ECONNRESET)`);
    expect(seen.connections).toBe(2);
  });

  it('that takes ten seconds is given up, with nothing sent', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const { url, seen } = await tcpService('silence');
    const work = failureOf(exampleClient(url, { maxAttempts: 1 }).send(receipt));
    await vi.waitFor(() => expect(seen.connections).toBe(1), { interval: 1 });
    await vi.advanceTimersByTimeAsync(10_000);
    const error = await work;
    expect(error).toMatchObject({ code: 'network', retryable: true });
    expect(error.message).toContain(`at ${new URL(url).host} could not be reached (ETIMEDOUT)`);
  });
});

it('does not keep a process that is done', async () => {
  const service = await startService((response) => answerJson(response, 200, {}));
  const program = `
    import { createHttpClient, path } from '@billport/adapter-kit';
    const client = createHttpClient({
      provider: 'example', baseUrl: ${JSON.stringify(service.url)},
      authorization: () => 'Bearer key', errors: { read: () => ({}), rules: [] },
    });
    await client.send({ method: 'POST', path: path\`/things\`, repeat: 'never', expects: 'receipt' });
    await new Promise(setImmediate);
    console.log(process.getActiveResourcesInfo().filter((each) => /^(?:Timeout|T.*Wrap)$/.test(each)).length);
  `;
  const options = ['--conditions=source', '--input-type=module', '--eval', program];
  const cwd = new URL('../../lago', import.meta.url);
  const { stdout } = await promisify(execFile)(process.execPath, options, { cwd });
  expect(stdout).toBe('0\n');
});
