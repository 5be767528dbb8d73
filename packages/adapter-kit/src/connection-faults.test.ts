import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { exampleClient, failureOf, WAYS } from './example-client.fixture.ts';
import type { HttpClientOptions } from './http-client.ts';
import type { HttpRequest, RequestRepeat } from './http-request.ts';
import { type Answer, answerJson, nobodysUrl, startService } from './loopback-service.fixture.ts';
import { mayHaveLanded } from './outcome.ts';
import { path } from './request-path.ts';

const LOOKUP = 'things.list: look for a';

const requestOf = (repeat: RequestRepeat, more: Partial<HttpRequest> = {}): HttpRequest => ({
  method: repeat === 'read' ? 'GET' : 'POST',
  path: path`/things`,
  ...(repeat === 'read' ? {} : { body: { name: 'a' } }),
  repeat,
  lookup: LOOKUP,
  ...more,
});

const unknown = { code: 'outcome_unknown', details: { lookup: LOOKUP }, retryable: false };

/** Answers the first requests in some way, and the others well. */
const atFirst =
  (count: number, answer: Answer): Answer =>
  (response, arrived, socket) => {
    if (count-- > 0) answer(response, arrived, socket);
    else answerJson(response, 200, { ok: true });
  };

const cut: Answer = (_, __, socket) => socket.destroy();
const reset: Answer = (_, __, socket) => socket.resetAndDestroy();
/** Lets the time of an attempt run out, once the client waits. */
const expire = () => setImmediate(() => vi.advanceTimersByTime(30_000));
const hang: Answer = () => {
  expire();
};
/** A success that begins and does not end. */
const trickle: Answer = (response) => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
  response.write('{', expire);
};
const cutInBody: Answer = (response, _, socket) => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
  response.write('{', () => socket.destroy());
};
const wrongEncoding: Answer = (response) => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' });
  response.end('{"not":"gzip"}');
};

const FAULTS = [
  ['cuts the connection', cut, 'network'],
  ['resets the connection', reset, 'network'],
  ['never answers (F10)', hang, 'timeout'],
  ['stops in the middle of a body (F11)', trickle, 'timeout'],
  ['cuts the connection in the middle of a body', cutInBody, 'network'],
  ['garbles the body', wrongEncoding, 'network'],
] as const;

describe.each(WAYS)('a request that goes $way', ({ expects, fetch }) => {
  const clientOf = (url: string, options: Partial<HttpClientOptions> = {}) =>
    exampleClient(url, { fetch, ...options });
  const request = (repeat: RequestRepeat, more: Partial<HttpRequest> = {}) =>
    requestOf(repeat, { expects, ...more });

  describe.each(FAULTS)('a service that %s', (_, fault, code) => {
    // Time goes on by itself, and ends attempts only where a fault moves it.
    beforeEach(() => {
      const toFake = ['setTimeout', 'clearTimeout'] as const;
      vi.useFakeTimers({ toFake: [...toFake], shouldAdvanceTime: true, advanceTimeDelta: 2 });
    });
    afterEach(() => vi.useRealTimers());

    it('is asked again to read', async () => {
      const service = await startService(atFirst(1, fault));
      const reply = await clientOf(service.url).send(request('read'));
      expect(reply.status).toBe(200);
      expect(service.arrived).toHaveLength(2);
    });

    it('ends a read after the last attempt as what it is', async () => {
      const service = await startService(fault);
      const client = clientOf(service.url, { maxAttempts: 2 });
      expect(await failureOf(client.send(request('read')))).toMatchObject({
        code,
        retryable: true,
      });
      expect(service.arrived).toHaveLength(2);
    });

    it('is asked again for a write that is safe, and that is unknown in the end', async () => {
      const good = await startService(atFirst(1, fault));
      await clientOf(good.url).send(request('safe'));
      expect(good.arrived).toHaveLength(2);

      const bad = await startService(fault);
      const client = clientOf(bad.url, { maxAttempts: 2 });
      expect(await failureOf(client.send(request('safe')))).toMatchObject(unknown);
      expect(bad.arrived).toHaveLength(2);
    });

    it('is asked once for what may never be repeated, and says where to look', async () => {
      const service = await startService(atFirst(1, fault));
      const work = clientOf(service.url).send(request('never'));
      expect(await failureOf(work)).toMatchObject(unknown);
      expect(service.arrived).toHaveLength(1);
    });

    it('may have done what a later attempt is refused for', async () => {
      let count = 0;
      const service = await startService((response, arrived, socket) => {
        if (count++ === 0) fault(response, arrived, socket);
        else answerJson(response, 422, { code: 'taken' });
      });
      const error = await failureOf(clientOf(service.url).send(request('safe')));
      expect(error.code).toBe('already_exists');
      expect(mayHaveLanded(error)).toBe(true);
    });

    it('keeps no connection that is of no use', async () => {
      const service = await startService(fault);
      const client = clientOf(service.url, { maxAttempts: 3 });
      await failureOf(client.send(request('read')));
      const open = service.connections.open;
      expect(open).toBeLessThanOrEqual(1);
    });
  });

  describe('a service that is not there', () => {
    it.each(['read', 'safe', 'never'] as const)(
      'is tried up to the last attempt: %s',
      async (repeat) => {
        const url = await nobodysUrl();
        let attempts = 0;
        const client = clientOf(url, {
          authorization: () => {
            attempts++;
            return 'Bearer key-of-the-example';
          },
        });
        const error = await failureOf(client.send(request(repeat)));
        expect(error).toMatchObject({ code: 'network', retryable: true });
        expect(error.message).toContain('ECONNREFUSED');
        expect(attempts).toBe(4);
        expect(mayHaveLanded(error)).toBe(false);
      },
    );
  });

  describe('a certificate that is not accepted', () => {
    it.each(['read', 'safe', 'never'] as const)(
      'ends it at once, with nothing sent: %s',
      async (repeat) => {
        const service = await startService(atFirst(0, cut), 'https');
        const error = await failureOf(clientOf(service.url).send(request(repeat)));
        expect(error).toMatchObject({ code: 'network', retryable: false });
        expect(error.message).toContain('certificate');
        expect(error.message).toContain('DEPTH_ZERO_SELF_SIGNED_CERT');
        expect(service.arrived).toEqual([]);
        expect(service.connections.made).toBe(1);
      },
    );

    it('is none at all where a service speaks no TLS', async () => {
      const service = await startService(atFirst(0, cut));
      const url = service.url.replace('http:', 'https:');
      const error = await failureOf(clientOf(url).send(request('never')));
      expect(error).toMatchObject({ code: 'network', retryable: false });
      expect(service.arrived).toEqual([]);
    });
  });

  describe('a connection that the service closed while it was idle (F42)', () => {
    /** Answers the first request of a connection, and cuts it at the second. */
    const stale: Answer = (response, arrived, socket) => {
      if (arrived.before > 0) socket.destroy();
      else answerJson(response, 200, {});
    };

    it.each(['read', 'safe'] as const)('is not visible to callers: %s', async (repeat) => {
      const service = await startService(stale);
      const client = clientOf(service.url);
      for (let count = 0; count < 3; count++) {
        await client.send(request(repeat));
        await new Promise(setImmediate);
      }
      expect(service.arrived.map(({ before }) => before)).toEqual([0, 1, 0, 1, 0]);
    });

    it('leaves open what a write did that may never be repeated: it may have arrived', async () => {
      const service = await startService(stale);
      const client = clientOf(service.url);
      await client.send(request('never'));
      // The platform takes a connection back a moment after its reply.
      await new Promise(setImmediate);
      expect(await failureOf(client.send(request('never')))).toMatchObject(unknown);
      expect(service.arrived.map(({ before }) => before)).toEqual([0, 1]);
    });
  });

  describe('giving up while the service has the request', () => {
    const silent: Answer = () => {};
    const begun: Answer = (response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
      response.write('{');
    };

    it.each([
      ['read', silent, 'aborted'],
      ['safe', silent, 'outcome_unknown'],
      ['never', silent, 'outcome_unknown'],
      ['read', begun, 'aborted'],
      ['safe', begun, 'outcome_unknown'],
      ['never', begun, 'outcome_unknown'],
    ] as const)('ends what is %s at once', async (repeat, answer, code) => {
      const service = await startService(answer);
      const controller = new AbortController();
      const work = failureOf(
        clientOf(service.url).send(request(repeat, { signal: controller.signal })),
      );
      await service.arrival(1);
      controller.abort();
      const error = await work;
      expect(error.code).toBe(code);
      if (repeat !== 'read') expect(error).toMatchObject(unknown);
      await service.emptied();
      expect(service.arrived).toHaveLength(1);
    });

    it('is a timeout where the signal is a time limit', async () => {
      const service = await startService(silent);
      const controller = new AbortController();
      const work = failureOf(
        clientOf(service.url).send(request('read', { signal: controller.signal })),
      );
      await service.arrival(1);
      controller.abort(new DOMException('Too late.', 'TimeoutError'));
      expect(await work).toMatchObject({ code: 'timeout' });
    });

    it('keeps the answer of a service that has said no', async () => {
      const controller = new AbortController();
      const service = await startService((response) => {
        response.writeHead(422, { 'content-type': 'application/json', 'content-length': '1000' });
        response.write('{', () => setImmediate(() => controller.abort()));
      });
      const work = clientOf(service.url).send(request('never', { signal: controller.signal }));
      const error = await failureOf(work);
      expect(['rejected', 'outcome_unknown']).toContain(error.code);
      expect(mayHaveLanded(error)).toBe(error.code === 'outcome_unknown');
    });
  });

  describe('bodies without measure (F44)', () => {
    const MEGABYTE = Buffer.alloc(1024 * 1024, ' ');

    /** Writes without end, as fast as it is taken. */
    function endless(status: number) {
      const told = { written: 0 };
      const answer: Answer = (response) => {
        response.writeHead(status, { 'content-type': 'application/json' });
        const go = () => {
          while (!response.destroyed && told.written < 200 * MEGABYTE.length) {
            told.written += MEGABYTE.length;
            if (!response.write(MEGABYTE)) {
              response.once('drain', go);
              return;
            }
          }
          response.end();
        };
        go();
      };
      return { told, answer };
    }

    const bomb = gzipSync(Buffer.alloc(100 * 1024 * 1024, ' '));
    const burst =
      (status: number): Answer =>
      (response) => {
        response.writeHead(status, {
          'content-type': 'application/json',
          'content-encoding': 'gzip',
        });
        response.end(bomb);
      };

    it('are cut off', async () => {
      const { told, answer } = endless(200);
      const service = await startService(answer);
      const client = clientOf(service.url);
      expect(await failureOf(client.send(request('read')))).toMatchObject({
        code: 'malformed_response',
        status: 200,
      });
      await service.emptied();
      expect(told.written).toBeLessThan(100 * MEGABYTE.length);
      expect(service.arrived).toHaveLength(1);
    });

    it('are counted as unpacked', async () => {
      expect(bomb.length).toBeLessThan(200_000);
      const service = await startService(burst(200));
      const client = clientOf(service.url);
      expect(await failureOf(client.send(request('read')))).toMatchObject({
        code: 'malformed_response',
      });
      expect(await failureOf(client.send(request('never')))).toMatchObject(unknown);
    });

    it.each([
      ['as they are', (status: number) => endless(status).answer],
      ['packed', burst],
    ])('of refusals are left, and the status counts: %s', async (_, answer) => {
      const service = await startService(answer(422));
      const error = await failureOf(clientOf(service.url).send(request('never')));
      expect(error).toMatchObject({ code: 'rejected', status: 422 });
      await service.emptied();
    });

    it('may be as long as allowed', async () => {
      const service = await startService((response) => answerJson(response, 200, 'x'.repeat(98)));
      const send = (maxBodyBytes: number) =>
        clientOf(service.url, { maxBodyBytes }).send(request('read'));
      expect((await send(100)).body).toBe(expects === 'json' ? 'x'.repeat(98) : undefined);
      expect(await failureOf(send(99))).toMatchObject({ code: 'malformed_response' });
    });
  });

  describe('connections', () => {
    it.each([200, 302, 404, 422, 429, 503])('are used again after %d', async (status) => {
      const service = await startService((response) =>
        answerJson(response, status, { filler: 'x'.repeat(50_000) }),
      );
      const client = clientOf(service.url, { maxAttempts: 1 });
      for (let count = 0; count < 20; count++) {
        await client.send(request('read')).catch(() => {});
        await client.send(request('safe')).catch(() => {});
      }
      expect(service.arrived).toHaveLength(40);
      expect(service.connections.made).toBeLessThanOrEqual(2);
    });

    it('serve many callers with one signal, without a warning', async () => {
      const warnings: unknown[] = [];
      const note = (warning: unknown) => warnings.push(warning);
      process.on('warning', note);
      const service = await startService((response) => answerJson(response, 200, {}));
      const client = clientOf(service.url);
      const { signal } = new AbortController();
      await Promise.all(
        Array.from({ length: 100 }, () => client.send(request('read', { signal }))),
      );
      await new Promise(setImmediate);
      process.off('warning', note);
      expect(warnings).toEqual([]);
    });
  });
});

describe('a network that goes away in the middle of a body', () => {
  it('leaves a write open, though the same code before the reply says that nothing was sent', async () => {
    const gone = Object.assign(new Error('gone'), { code: 'ENETUNREACH' });
    const body = new ReadableStream({ pull: (controller) => controller.error(gone) });
    const headers = { 'content-type': 'application/json' };
    const answers = [() => new Response(body, { headers }), () => Promise.reject(gone)];
    const client = exampleClient('http://example.test', {
      maxAttempts: 1,
      fetch: async () => answers.shift()?.() ?? new Response('{}'),
    });
    const write = requestOf('never', { expects: 'receipt' });
    expect(await failureOf(client.send(write))).toMatchObject(unknown);
    expect(await failureOf(client.send(write))).toMatchObject({ code: 'network' });
  });
});

describe('a service that goes away between two attempts', () => {
  it('leaves a write open that an earlier attempt may have done', async () => {
    const service = await startService((response, _, socket) => {
      response.writeHead(503, { 'content-type': 'application/json' });
      response.end('{}', () => socket.destroy());
    });
    const nowhere = await nobodysUrl();
    let attempts = 0;
    const client = exampleClient(service.url, {
      maxAttempts: 2,
      fetch: (input, init) => fetch(attempts++ === 0 ? input : `${nowhere}/things`, init),
    });
    const error = await failureOf(client.send(requestOf('safe', { expects: 'receipt' })));
    expect(attempts).toBe(2);
    expect(error).toMatchObject(unknown);
    expect(error.message).toContain('ECONNREFUSED');
  });
});
