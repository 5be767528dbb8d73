import { runInNewContext } from 'node:vm';
import type { ReadWebhookDelivery, WebhookDelivery } from '@billport/adapter-kit';
import { BillingError, manualClock } from '@billport/core';
import fc from 'fast-check';
import nock from 'nock';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { invalid, lagoHost } from '../lago-host.fixture.ts';
import {
  answerKey,
  BODY,
  HMAC_KEY,
  hmacDelivery,
  ISSUER,
  jwtDelivery,
  lagoKeys,
  otherKeys,
  publicKeyText,
  signHmac,
  signJwt,
  UNIQUE_KEY,
} from './signed-delivery.fixture.ts';
import { createWebhookParser, type WebhookParser } from './webhook-parser.ts';

const START = '2026-01-15T12:00:00Z';
const API_KEY = 'api-canary-4242';

const clock = manualClock(START);

const byJwt = (options: object = {}) =>
  createWebhookParser({ url: ISSUER, apiKey: API_KEY, environment: {}, clock, ...options });

const byHmac = () => createWebhookParser({ algorithm: 'hmac', hmacKey: HMAC_KEY, environment: {} });

/** What a delivery is refused with. Nothing of keys and bodies stands in it. */
async function refusal(parse: WebhookParser, delivery: unknown): Promise<BillingError> {
  const error: unknown = await parse(delivery as WebhookDelivery).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!BillingError.is(error)) throw new Error('It was not refused.');
  const shown = `${error.message}${JSON.stringify(error)}${error.stack}${String(error.cause)}`;
  expect(shown).not.toMatch(/canary|eyJ|BEGIN PUBLIC/);
  expect(error.provider).toBe('lago');
  return error;
}

const withHeaders = (
  delivery: ReadWebhookDelivery,
  headers: Record<string, unknown>,
): ReadWebhookDelivery =>
  ({ ...delivery, headers: { ...delivery.headers, ...headers } }) as ReadWebhookDelivery;

beforeEach(() => nock.disableNetConnect());
afterEach(() => {
  nock.abortPendingRequests();
  nock.cleanAll();
  nock.enableNetConnect();
});

describe('a delivery by JWT', () => {
  it('trap 20: is the event that its raw body tells, once the key is read through its line breaks', async () => {
    expect(publicKeyText()).toMatch(/\n.+\n/);
    answerKey();
    expect(await byJwt()(jwtDelivery(BODY))).toEqual({
      type: 'customer.created',
      subject: { customerKey: 'acme' },
      object: {
        customerKey: 'acme',
        name: 'Body <canary> & Söhne',
        createdAt: '2026-01-15T12:00:00.000Z',
        providerRef: {
          provider: 'lago',
          type: 'customer',
          id: '5eb02857-a71e-4ea2-bcf9-57d3a41bc6ba',
        },
      },
      deduplicationKey: UNIQUE_KEY,
      provider: 'lago',
      providerType: 'customer.created',
      raw: JSON.parse(BODY),
    });
  });

  it('is read with the API key', async () => {
    const scope = nock(ISSUER, { reqheaders: { authorization: `Bearer ${API_KEY}` } })
      .get('/api/v1/webhooks/json_public_key')
      .reply(200, { webhook: { public_key: publicKeyText() } });
    await byJwt()(jwtDelivery(BODY));
    expect(scope.isDone()).toBe(true);
  });

  it('tolerates claims that Lago may gain, and a slash at the end of the issuer', async () => {
    answerKey();
    const claims = { data: BODY, iss: `${ISSUER}/`, iat: 1, jti: 'x', extra: { a: 1 } };
    expect((await byJwt()(jwtDelivery(BODY, { claims }))).type).toBe('customer.created');
  });

  it('may be issued by another address than the one it is reached at, if that is given', async () => {
    answerKey(2);
    const claims = { data: BODY, iss: 'https://billing.acme.com' };
    const delivery = jwtDelivery(BODY, { claims });
    const parse = byJwt({ issuer: 'https://billing.acme.com/' });
    expect((await parse(delivery)).type).toBe('customer.created');
    const error = await refusal(byJwt(), delivery);
    expect(error).toMatchObject({ code: 'webhook_invalid' });
    expect(error.message).toContain('set issuer to what LAGO_API_URL is');
  });

  it.each<[string, object]>([
    ['no issuer', { data: BODY }],
    ['no data', { iss: ISSUER }],
    ['data that was parsed', { iss: ISSUER, data: JSON.parse(BODY) }],
    ['data of another body', { iss: ISSUER, data: `${BODY} ` }],
    [
      'data that was parsed and written again',
      { iss: ISSUER, data: JSON.stringify(JSON.parse(BODY)) },
    ],
    ['an end that has passed', { iss: ISSUER, data: BODY, exp: Date.parse(START) / 1000 - 1 }],
  ])('is refused with %s', async (_, claims) => {
    answerKey();
    expect(await refusal(byJwt(), jwtDelivery(BODY, { claims }))).toMatchObject({
      code: 'webhook_invalid',
    });
  });

  it('trap 20: is refused when the body was parsed and written again: Rails escapes <, > and &', async () => {
    answerKey();
    const body = JSON.stringify(JSON.parse(BODY));
    expect(body).not.toBe(BODY);
    const error = await refusal(byJwt(), { ...jwtDelivery(BODY), body });
    expect(error.message).toBe('The signature is over another body.');
  });

  it('is refused by another key', async () => {
    answerKey(1);
    const delivery = jwtDelivery(BODY, { key: otherKeys.privateKey });
    const error = await refusal(byJwt(), delivery);
    expect(error.message).toBe('The signature is not by the key of this Lago.');
  });

  it.each<[string, () => string]>([
    [
      'alg none',
      () =>
        `${signJwt({ data: BODY, iss: ISSUER }, { header: { alg: 'none' } }).replace(/[^.]*$/, '')}`,
    ],
    [
      'alg none and a signature',
      () => signJwt({ data: BODY, iss: ISSUER }, { header: { alg: 'none' } }),
    ],
    ['alg HS256', () => signJwt({ data: BODY, iss: ISSUER }, { header: { alg: 'HS256' } })],
    [
      'alg RS512',
      () =>
        signJwt({ data: BODY, iss: ISSUER }, { header: { alg: 'RS512' }, digest: 'RSA-SHA512' }),
    ],
    ['no alg', () => signJwt({ data: BODY, iss: ISSUER }, { header: {} })],
    ['a part too few', () => signJwt({ data: BODY, iss: ISSUER }).replace(/\.[^.]*$/, '')],
    ['a part too many', () => `${signJwt({ data: BODY, iss: ISSUER })}.e30`],
    ['no JWT', () => 'signature'],
    ['a last part that is no base64', () => signJwt({ data: BODY, iss: ISSUER }).slice(0, -1)],
    ['a header that is no JSON', () => signJwt({ data: BODY, iss: ISSUER }).replace(/^e/, 'f')],
    ['the signature of HMAC', () => signHmac(BODY)],
  ])('is refused with %s', async (_, signature) => {
    answerKey(2);
    const delivery = withHeaders(jwtDelivery(BODY), { 'x-lago-signature': signature() });
    expect(await refusal(byJwt(), delivery)).toMatchObject({ code: 'webhook_invalid' });
  });

  it('is refused when a single byte of the body differs', async () => {
    answerKey();
    const parse = byJwt();
    const delivery = jwtDelivery(BODY);
    const bytes = new TextEncoder().encode(BODY);
    await fc.assert(
      fc.asyncProperty(
        fc.nat(bytes.length - 1),
        fc.integer({ min: 1, max: 255 }),
        async (at, flip) => {
          const body = bytes.map((byte, index) => (index === at ? byte ^ flip : byte));
          const error = await refusal(parse, { ...delivery, body });
          expect(error.code).toBe('webhook_invalid');
        },
      ),
      { numRuns: 50 },
    );
  });

  it('is refused when a single sign of the signature differs, also one that decoders ignore', async () => {
    answerKey(1);
    const parse = byJwt();
    const delivery = jwtDelivery(BODY);
    const signature = delivery.headers['x-lago-signature'] ?? '';
    const sign = fc.constantFrom(
      ...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.',
    );
    const place = fc.oneof(fc.nat(signature.length - 1), fc.constant(signature.length - 1));
    await fc.assert(
      fc.asyncProperty(place, sign, async (at, other) => {
        fc.pre(signature[at] !== other);
        const changed = `${signature.slice(0, at)}${other}${signature.slice(at + 1)}`;
        const error = await refusal(parse, withHeaders(delivery, { 'x-lago-signature': changed }));
        expect(error.code).toBe('webhook_invalid');
      }),
      { numRuns: 100 },
    );
  });
});

describe('the public key', () => {
  const forged = jwtDelivery(BODY, { key: otherKeys.privateKey });

  it('is read once for all deliveries that wait for it, and kept', async () => {
    answerKey(1);
    const parse = byJwt();
    await Promise.all([1, 2, 3].map(() => parse(jwtDelivery(BODY))));
    expect((await parse(jwtDelivery(BODY))).type).toBe('customer.created');
  });

  it('is read again when a signature does not fit: Lago has a new one', async () => {
    const later = manualClock(START);
    answerKey(1);
    const parse = byJwt({ clock: later });
    await parse(jwtDelivery(BODY));
    answerKey(1, otherKeys.publicKey);
    later.moveTo('2026-01-15T12:01:00Z');
    expect((await parse(forged)).type).toBe('customer.created');
  });

  it('is not read again within a minute, however many forged deliveries come', async () => {
    const later = manualClock(START);
    const parse = byJwt({ clock: later });
    answerKey(1);
    await Promise.all(Array.from({ length: 20 }, () => refusal(parse, forged)));
    later.moveTo('2026-01-15T12:00:59.999Z');
    await Promise.all(Array.from({ length: 20 }, () => refusal(parse, forged)));
    expect(nock.isDone()).toBe(true);

    const again = answerKey(1);
    later.moveTo('2026-01-15T12:01:00Z');
    const errors = await Promise.all(Array.from({ length: 20 }, () => refusal(parse, forged)));
    expect(errors.map(({ code }) => code)).toEqual(Array(20).fill('webhook_invalid'));
    expect(again.isDone()).toBe(true);
    expect((await parse(jwtDelivery(BODY))).type).toBe('customer.created');
  });

  it('is not asked for anew at once when it cannot be read', async () => {
    const later = manualClock(START);
    const parse = byJwt({ clock: later, maxAttempts: 1 });
    lagoHost()
      .get('/webhooks/json_public_key')
      .once()
      .reply(401, { status: 401, error: 'Unauthorized' });
    const deliveries = Array.from({ length: 20 }, () => refusal(parse, jwtDelivery(BODY)));
    expect(new Set((await Promise.all(deliveries)).map(({ code }) => code))).toEqual(
      new Set(['unauthenticated']),
    );
    later.moveTo('2026-01-15T12:00:01.999Z');
    expect((await refusal(parse, jwtDelivery(BODY))).code).toBe('unauthenticated');
    answerKey(1);
    later.moveTo('2026-01-15T12:00:02Z');
    expect((await parse(jwtDelivery(BODY))).type).toBe('customer.created');
  });

  it('stays in use when a newer one cannot be read', async () => {
    const later = manualClock(START);
    const parse = byJwt({ clock: later, maxAttempts: 1 });
    answerKey(1);
    await parse(jwtDelivery(BODY));
    later.moveTo('2026-01-15T13:00:00Z');
    lagoHost().get('/webhooks/json_public_key').once().reply(503);
    // Whether it is forged cannot be told: it may be delivered again.
    expect((await refusal(parse, forged)).code).toBe('unavailable');
    expect((await parse(jwtDelivery(BODY))).type).toBe('customer.created');
  });

  it.each([
    ['another envelope', { public_key: publicKeyText() }],
    ['no key', { webhook: {} }],
    ['what is no key', { webhook: { public_key: 'canary' } }],
    ['what is no base64', { webhook: { public_key: '---' } }],
    ['a PEM that is not wrapped', { webhook: { public_key: publicKeyText().slice(9) } }],
  ])('is malformed_response as %s', async (_, reply) => {
    lagoHost().get('/webhooks/json_public_key').reply(200, reply);
    expect((await refusal(byJwt(), jwtDelivery(BODY))).code).toBe('malformed_response');
  });

  it('names the permission that the API key lacks', async () => {
    lagoHost()
      .get('/webhooks/json_public_key')
      .reply(403, {
        ...invalid({}),
        status: 403,
        code: 'read_action_not_allowed_for_webhook_jwt_public_key',
      });
    const error = await refusal(byJwt(), jwtDelivery(BODY));
    expect(error.code).toBe('forbidden');
    expect(error.message).toContain('read webhook jwt public key');
  });
});

describe('a delivery by HMAC', () => {
  it('is the event that its raw body tells, and reads nothing from Lago', async () => {
    const event = await byHmac()(hmacDelivery(BODY));
    expect(event).toMatchObject({ type: 'customer.created', deduplicationKey: UNIQUE_KEY });
  });

  it.each<[string, () => string]>([
    ['by another key', () => signHmac(BODY, 'other')],
    ['over another body', () => signHmac(`${BODY} `)],
    ['in hex', () => Buffer.from(signHmac(BODY), 'base64').toString('hex')],
    ['in the base64 of addresses', () => '-'.repeat(43).concat('=')],
    ['without its padding', () => signHmac(BODY).slice(0, -1)],
    ['that is longer', () => `${signHmac(BODY).slice(0, -1)}AAAA=`],
    ['that is a JWT', () => signJwt({ data: BODY, iss: ISSUER })],
  ])('is refused with a signature %s', async (_, signature) => {
    const delivery = withHeaders(hmacDelivery(BODY), { 'x-lago-signature': signature() });
    const error = await refusal(byHmac(), delivery);
    expect(error).toMatchObject({ code: 'webhook_invalid' });
  });

  it('is refused when a single byte of body or signature differs, also one that decoders ignore', async () => {
    const parse = byHmac();
    const delivery = hmacDelivery(BODY);
    const bytes = new TextEncoder().encode(BODY);
    const signature = delivery.headers['x-lago-signature'] ?? '';
    await fc.assert(
      fc.asyncProperty(
        fc.nat(bytes.length - 1),
        fc.integer({ min: 1, max: 255 }),
        async (at, flip) => {
          const body = bytes.map((byte, index) => (index === at ? byte ^ flip : byte));
          expect((await refusal(parse, { ...delivery, body })).code).toBe('webhook_invalid');
        },
      ),
    );
    const sign = fc.constantFrom(
      ...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=',
    );
    const place = fc.oneof(fc.nat(signature.length - 1), fc.constant(signature.length - 2));
    await fc.assert(
      fc.asyncProperty(place, sign, async (at, other) => {
        fc.pre(signature[at] !== other);
        const changed = `${signature.slice(0, at)}${other}${signature.slice(at + 1)}`;
        const error = await refusal(parse, withHeaders(delivery, { 'x-lago-signature': changed }));
        expect(error.code).toBe('webhook_invalid');
      }),
    );
  });
});

describe('the algorithm', () => {
  it('trap 20: is the configured one: HMAC with the public key as its secret gets nowhere', async () => {
    const pem = lagoKeys.publicKey.export({ type: 'spki', format: 'pem' }).toString();
    for (const secret of [pem, publicKeyText(), publicKeyText().replace(/\n/g, '')]) {
      const downgraded = withHeaders(hmacDelivery(BODY), {
        'x-lago-signature': signHmac(BODY, secret),
      });
      expect((await refusal(byJwt(), downgraded)).message).toContain('not signed by jwt');
    }
    expect((await refusal(byHmac(), jwtDelivery(BODY))).message).toContain('not signed by hmac');
  });

  it.each(['', 'JWT', 'none', 'jwt, jwt', ' jwt', 'rs256'])(
    'is refused as %j',
    async (algorithm) => {
      const delivery = withHeaders(jwtDelivery(BODY), { 'x-lago-signature-algorithm': algorithm });
      expect((await refusal(byJwt(), delivery)).code).toBe('webhook_invalid');
    },
  );
});

describe('the headers', () => {
  const NAMES = ['x-lago-signature', 'x-lago-signature-algorithm', 'x-lago-unique-key'];
  const good = hmacDelivery(BODY);
  const lists = (value: unknown) => Object.fromEntries(NAMES.map((name) => [name, value]));

  it('come in any case, as lists of one, and as a WHATWG object', async () => {
    const upper = Object.fromEntries(
      Object.entries(good.headers).map(([name, value]) => [name.toUpperCase(), [value]]),
    );
    for (const headers of [upper, new Headers(good.headers)]) {
      expect((await byHmac()({ headers, body: BODY })).type).toBe('customer.created');
    }
  });

  it.each(NAMES)('%s is refused when it is missing, empty, or there twice', async (name) => {
    const value = good.headers[name] ?? '';
    const twice = new Headers(good.headers);
    twice.append(name, value);
    for (const headers of [
      { ...good.headers, [name]: undefined },
      { ...good.headers, [name]: '' },
      { ...good.headers, [name]: [] },
      { ...good.headers, [name]: [value, value] },
      { ...good.headers, [name.toUpperCase()]: value },
      twice,
    ]) {
      const error = await refusal(byHmac(), { headers, body: BODY });
      expect(error.code).toBe('webhook_invalid');
      expect(error.message).toContain(name);
    }
  });

  it('with a unique key of any length are no headers of Lago', async () => {
    const delivery = withHeaders(good, { 'x-lago-unique-key': 'k'.repeat(201) });
    expect((await refusal(byHmac(), delivery)).code).toBe('webhook_invalid');
  });

  it.each([undefined, null, {}, { body: BODY }, { headers: null, body: BODY }, BODY])(
    'are asked for where the parser got something else: %j',
    async (delivery) => {
      const error = await refusal(byHmac(), delivery);
      expect(error).toMatchObject({ code: 'invalid_input', issues: [{ path: ['headers'] }] });
    },
  );

  it('that are an empty object are those of no webhook', async () => {
    expect((await refusal(byHmac(), { headers: lists(undefined), body: BODY })).code).toBe(
      'webhook_invalid',
    );
  });
});

describe('the body', () => {
  const { headers } = hmacDelivery(BODY);
  const bytes = new TextEncoder().encode(BODY);
  const request = (body: string | ReadableStream<Uint8Array> | null) =>
    new Request('http://app.test', {
      method: 'POST',
      headers,
      body,
      duplex: 'half',
    } as RequestInit);

  it('is text, bytes, a Buffer, or that of a request, also where it comes in pieces', async () => {
    const pieces = ReadableStream.from([bytes.slice(0, 7), bytes.slice(7, 8), bytes.slice(8)]);
    for (const delivery of [
      { headers, body: BODY },
      { headers, body: bytes },
      { headers, body: Buffer.from(BODY) },
      { headers, body: Buffer.from(`--${BODY}`).subarray(2) },
      request(BODY),
      request(pieces as ReadableStream<Uint8Array>),
    ]) {
      expect((await byHmac()(delivery)).type).toBe('customer.created');
    }
  });

  it.each([[JSON.parse(BODY)], [{}], [undefined], [null], [[1]]])(
    'that was parsed is refused with the way to the raw one: %j',
    async (body) => {
      const error = await refusal(byHmac(), { headers, body });
      expect(error).toMatchObject({ code: 'invalid_input', issues: [{ path: ['body'] }] });
      expect(error.message).toContain('express.raw({ type: "application/json" })');
      expect(error.message).toContain('Next.js the request itself');
    },
  );

  it('that something read before is refused with the same words', async () => {
    const read = request(BODY);
    await read.json();
    const error = await refusal(byHmac(), read);
    expect(error.code).toBe('invalid_input');
    expect(error.message).toContain('was read already');
  });

  it('that somebody else is reading is refused with the same words', async () => {
    const locked = request(BODY);
    locked.body?.getReader();
    const error = await refusal(byHmac(), locked);
    expect(error.code).toBe('invalid_input');
    expect(error.message).toContain('was read already');
  });

  it('that comes in pieces that are no bytes is refused', async () => {
    const text = ReadableStream.from([BODY]) as unknown as ReadableStream<Uint8Array>;
    const error = await refusal(byHmac(), request(text));
    expect(error).toMatchObject({ code: 'invalid_input', issues: [{ path: ['body'] }] });
  });

  it('is bytes of another realm too, as tests in a sandbox have them', async () => {
    const body = runInNewContext('Uint8Array.from(bytes)', { bytes: [...bytes] });
    expect(body).not.toBeInstanceOf(Uint8Array);
    expect((await byHmac()({ headers, body })).type).toBe('customer.created');
  });

  it('that is empty is refused', async () => {
    for (const delivery of [request(null), { headers, body: '' }]) {
      expect((await refusal(byHmac(), delivery)).code).toBe('webhook_invalid');
    }
  });

  it('is not read past 16 MiB', async () => {
    let sent = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 1;
        controller.enqueue(new Uint8Array(1024 * 1024));
      },
    });
    const long = new Uint8Array(16 * 1024 * 1024 + 1);
    for (const delivery of [request(endless), { headers, body: long }]) {
      const error = await refusal(byHmac(), delivery);
      expect(error).toMatchObject({ code: 'webhook_invalid' });
      expect(error.message).toContain('longer than');
    }
    expect(sent).toBeLessThan(20);
  });

  it('that breaks off is refused', async () => {
    const broken = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(bytes.slice(0, 9)),
      pull: (controller) => controller.error(new Error('reset')),
    });
    expect((await refusal(byHmac(), request(broken))).message).toContain('broke off');
  });

  it.each([
    ['no JSON', 'canary'],
    ['nothing', ' '],
    ['a list', '[]'],
    ['null', 'null'],
    ['text', '"canary"'],
    ['another envelope', '{"type":"customer.created","customer":{}}'],
    ['no name of its data', '{"webhook_type":"customer.created","customer":{}}'],
    ['no data', '{"webhook_type":"customer.created","object_type":"customer"}'],
    [
      'data of another kind',
      '{"webhook_type":"customer.created","object_type":"customer","customer":[]}',
    ],
    [
      'data without its name',
      '{"webhook_type":"customer.created","object_type":"customer","customer":{}}',
    ],
    ['a name that is a number', '{"webhook_type":1,"object_type":"customer","customer":{}}'],
  ])('with the right signature is malformed_response as %s', async (_, body) => {
    expect((await refusal(byHmac(), hmacDelivery(body))).code).toBe('malformed_response');
  });

  it('with the right signature that is no UTF-8 is malformed_response', async () => {
    const body = Uint8Array.of(0x7b, 0xff, 0x7d);
    const delivery = withHeaders({ headers, body }, { 'x-lago-signature': signHmac(body) });
    expect((await refusal(byHmac(), delivery)).code).toBe('malformed_response');
  });
});

describe('the settings', () => {
  function problem(options: object): BillingError {
    try {
      createWebhookParser(options);
    } catch (error) {
      if (BillingError.is(error, 'configuration')) return error;
    }
    throw new Error('It was accepted.');
  }

  it.each<[object, string]>([
    [{ environment: {} }, 'LAGO_API_KEY'],
    [{ algorithm: 'hmac', environment: {} }, 'LAGO_WEBHOOK_HMAC_KEY'],
    [{ algorithm: 'none', environment: {} }, 'algorithm'],
    [{ algorithm: 'hmac', hmacKey: 'canary', apiKey: 'canary' }, 'apiKey'],
    [{ hmacKey: 'canary', apiKey: 'canary' }, 'hmacKey'],
    [{ apiKey: 'canary', region: 'asia' }, 'region'],
    [{ apiKey: 'canary', issuer: ' ' }, 'issuer'],
    [{ algorithm: 'hmac', hmacKey: publicKeyText() }, 'hmacKey'],
    [{ algorithm: 'hmac', hmacKey: '' }, 'hmacKey'],
    [{ apiKey: 'canary', premium: true }, 'premium'],
  ])('%o: names the one that is wrong', (options, setting) => {
    const error = problem(options);
    expect(error.details).toMatchObject({ setting });
    expect(`${error.message}${error.stack}`).not.toContain('canary');
  });

  it('come from the environment', async () => {
    answerKey();
    const environment = {
      LAGO_API_URL: ISSUER,
      LAGO_API_KEY: API_KEY,
      LAGO_WEBHOOK_HMAC_KEY: HMAC_KEY,
    };
    expect((await createWebhookParser({ environment })(jwtDelivery(BODY))).type).toBe(
      'customer.created',
    );
    const parse = createWebhookParser({ algorithm: 'hmac', environment });
    expect((await parse(hmacDelivery(BODY))).type).toBe('customer.created');
  });
});
