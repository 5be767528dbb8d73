import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { exampleClient, failureOf, WAYS } from './example-client.fixture.ts';
import type { HttpClientOptions } from './http-client.ts';
import type { HttpRequest } from './http-request.ts';
import { type Answer, answerJson, nobodysUrl, startService } from './loopback-service.fixture.ts';
import { path } from './request-path.ts';

const CANARY = 'canary-7f3a91';

/** A request that holds the canary wherever a request can hold one. */
const request: HttpRequest = {
  method: 'POST',
  path: path`/things`,
  query: { token: CANARY, 'list[]': [CANARY] },
  body: { secret: CANARY },
  repeat: 'never',
};

/** All that an error says to whoever looks at it: it, its causes, and what hangs on them. */
function everythingOf(error: unknown, seen = new Set<unknown>()): string {
  if (typeof error !== 'object' || error === null || seen.has(error)) return String(error);
  seen.add(error);
  const own = Reflect.ownKeys(error).map((key) => {
    const value: unknown = Reflect.get(error, key);
    return `${String(key)}: ${everythingOf(value, seen)}`;
  });
  const shown = inspect(error, { depth: null, showHidden: true });
  return [shown, JSON.stringify(error), String(error), ...own].join('\n');
}

const quoting =
  (status: number): Answer =>
  (response, arrived) => {
    response.setHeader('location', `http://elsewhere.test/?token=${CANARY}`);
    response.setHeader('set-cookie', CANARY);
    answerJson(response, status, {
      message: `Key ${arrived.headers.authorization} at https://pay.test/${CANARY} is not known`,
      url: CANARY,
      details: [CANARY, { [CANARY]: CANARY }],
    });
  };

interface Case {
  readonly does: string;
  readonly answer: Answer;
  readonly options?: Partial<HttpClientOptions>;
}

const CASES: readonly Case[] = [
  ...[302, 400, 401, 403, 404, 409, 422, 429, 500, 503].map((status) => ({
    does: `answers ${status} and quotes`,
    answer: quoting(status),
  })),
  { does: 'cuts', answer: (_, __, socket) => socket.destroy() },
  { does: 'hangs', answer: () => {}, options: { timeoutMs: 100 } },
  {
    does: 'speaks no HTTP',
    answer: (_, __, socket) => socket.end(`garbage ${CANARY}\r\n\r\n`),
  },
  { does: 'answers HTML', answer: (response) => response.end(`<p>${CANARY}</p>`) },
  { does: 'breaks off its JSON', answer: (response) => response.end(`{"a":"${CANARY}`) },
  {
    does: 'answers without end',
    answer: (response) => response.end(CANARY.repeat(10)),
    options: { maxBodyBytes: 20 },
  },
];

describe.each(WAYS)('an error of a request that goes $way', ({ expects, fetch }) => {
  const modes = ['read', 'safe', 'never'] as const;
  const options = { fetch, authorization: () => `Bearer ${CANARY}`, maxAttempts: 2 };

  it.each(CASES)(
    'holds nothing of what was sent or answered: a service that $does',
    async (each) => {
      const service = await startService(each.answer);
      for (const repeat of modes) {
        const client = exampleClient(service.url, { ...options, ...each.options });
        const error = await failureOf(client.send({ ...request, repeat, expects }));
        expect(everythingOf(error)).not.toContain(CANARY);
      }
    },
  );

  it('holds nothing either when the service is not there, or not trusted', async () => {
    const untrusted = await startService(() => {}, 'https');
    for (const url of [await nobodysUrl(), untrusted.url]) {
      const error = await failureOf(exampleClient(url, options).send({ ...request, expects }));
      expect(everythingOf(error)).not.toContain(CANARY);
    }
  });

  it('holds nothing of a platform that is talkative', async () => {
    const talkative = async (input: unknown, init?: RequestInit) => {
      const error = new TypeError('fetch failed', { cause: new Error(CANARY) });
      throw Object.assign(error, { request: input, init, url: CANARY });
    };
    const client = exampleClient('http://example.test', { ...options, fetch: talkative });
    const error = await failureOf(client.send({ ...request, expects }));
    expect(everythingOf(error)).not.toContain(CANARY);
  });
});

it('would be found wherever it hid', () => {
  const hidden = new Error('a', { cause: new Error('b', { cause: { request: [CANARY] } }) });
  expect(everythingOf(hidden)).toContain(CANARY);
  expect(everythingOf(Object.assign(new Error('a'), { [Symbol('s')]: CANARY }))).toContain(CANARY);
});
