import nock from 'nock';
import { describe, expect, it, onTestFinished } from 'vitest';
import {
  type LocalIssuer,
  RESOURCE,
  secondsFromNow,
  startIssuer,
  strangeKey,
} from '../../../packages/mcp/src/http/local-issuer.fixture.ts';
import { ERAS, type Era, messageIn, send } from './messages.ts';
import type { RawAnswer } from './raw-request.ts';
import { rawRequest } from './raw-request.ts';
import { closeServersAfterEach, startSample } from './sample-server.ts';

closeServersAfterEach();

const METADATA_URL = 'https://billing.example.com/.well-known/oauth-protected-resource/mcp';
const STATIC_TOKEN = '0f9d8c7b6a5e4d3c2b1a0f9e8d7c6b5a';

function call(url: string, era: Era, tool: string, token?: string): Promise<RawAnswer> {
  const headers: Record<string, string> =
    token === undefined ? {} : { authorization: `Bearer ${token}` };
  return send(url, [era, 'tools/call', { name: tool, arguments: {} }], { headers });
}

/** Tokens that must not be taken, each wrong in one thing. */
const BAD_TOKENS: Readonly<Record<string, (issuer: LocalIssuer) => Promise<string>>> = {
  'without an end': ({ token }) => token({ claims: { exp: undefined } }),
  'that has ended': ({ token }) => token({ claims: { exp: secondsFromNow(-30) } }),
  'that is not valid yet': ({ token }) => token({ claims: { nbf: secondsFromNow(120) } }),
  'for another server': ({ token }) => token({ claims: { aud: 'https://other.example.com/mcp' } }),
  'for the same name with more behind it': ({ token }) =>
    token({ claims: { aud: `${RESOURCE}/other` } }),
  'for nobody': ({ token }) => token({ claims: { aud: undefined } }),
  'of another issuer': ({ token }) => token({ claims: { iss: 'https://evil.example.com' } }),
  'of no issuer': ({ token }) => token({ claims: { iss: undefined } }),
  'of no subject': ({ token }) => token({ claims: { sub: undefined } }),
  'of a subject without a name': ({ token }) => token({ claims: { sub: '' } }),
  'of a subject that is longer than any': ({ token }) =>
    token({ claims: { sub: 'a'.repeat(256) } }),
  'signed by another key of the same name': async ({ token }) => token({ key: await strangeKey() }),
  'signed by a key that the issuer does not have': async ({ token }) =>
    token({ key: await strangeKey(), header: { kid: 'two' } }),
  'signed with the public key as if it were a secret': ({ token, publicPem }) =>
    token({ key: new TextEncoder().encode(publicPem), header: { alg: 'HS256' } }),
  'without a signature': async ({ unsigned }) => unsigned(),
  'whose claims were changed after it was signed': async ({ token }) => {
    const [head, , signature] = (await token()).split('.');
    const claims = JSON.parse(atob((await token()).split('.')[1] ?? ''));
    const forged = btoa(JSON.stringify({ ...claims, scope: 'billing:money' }));
    return [head, forged.replace(/=+$/, ''), signature].join('.');
  },
  'that is none': async () => 'not.a.token',
};

describe.each(ERAS)('S3: over OAuth, a message of %s', (era) => {
  it('is served with a good token, whose keys are found by the metadata of the issuer', async () => {
    const issuer = await startIssuer();
    const { url, ran } = await startSample(issuer.environment);
    expect((await call(url, era, 'look', await issuer.token())).status).toBe(200);
    expect((await call(url, era, 'look', await issuer.token())).status).toBe(200);
    expect(ran).toEqual(['look', 'look']);
    expect(issuer.asked).toEqual(['/.well-known/oauth-authorization-server', '/keys']);
  });

  it.each(Object.keys(BAD_TOKENS))('is answered 401 with a token %s', async (name) => {
    const issuer = await startIssuer();
    const server = await startSample(issuer.environment);
    const token = (await BAD_TOKENS[name]?.(issuer)) ?? '';
    const answer = await call(server.url, era, 'look', token);
    expect(answer.status).toBe(401);
    expect(answer.headers['www-authenticate']).toContain(`resource_metadata="${METADATA_URL}"`);
    expect(server.contexts).toEqual([]);
    expect(answer.text + JSON.stringify(answer.headers)).not.toContain(token);
    await server.close();
    expect(JSON.stringify(server.log)).not.toContain(token);
  });

  it.each([
    ['no header', {}],
    ['a name and a password', { authorization: 'Basic YWRhOnNlY3JldA==' }],
    ['a header without a token', { authorization: 'Bearer ' }],
  ])('is answered 401 with %s, and is told what to ask for', async (_, headers) => {
    const { url } = await startSample((await startIssuer()).environment);
    const answer = await send(url, [era, 'tools/list'], { headers });
    expect(answer.status).toBe(401);
    expect(answer.headers['www-authenticate']).toMatch(/^Bearer .*scope="billing:read"/);
    expect(answer.headers['www-authenticate']).toContain(`resource_metadata="${METADATA_URL}"`);
  });

  it('is told of no error of a token where it brings none', async () => {
    const { url } = await startSample((await startIssuer()).environment);
    const answer = await send(url, [era, 'tools/list'], {});
    expect(answer.headers['www-authenticate']).toBe(
      `Bearer scope="billing:read", resource_metadata="${METADATA_URL}"`,
    );
  });

  it('is answered 401 with a good token in the address', async () => {
    const issuer = await startIssuer();
    const { url, log, close } = await startSample(issuer.environment);
    const token = await issuer.token();
    const answer = await send(`${url}?access_token=${token}`, [era, 'tools/list']);
    expect(answer.status).toBe(401);
    await close();
    expect(JSON.stringify(log)).not.toContain(token);
  });

  it('S4: is told the one scope that a call needs, and nothing is done without it', async () => {
    const issuer = await startIssuer();
    const { url, ran } = await startSample(issuer.environment);
    for (const [tool, scope] of [
      ['pay', 'billing:money'],
      ['save', 'billing:write'],
    ] as const) {
      const answer = await call(url, era, tool, await issuer.token());
      expect(answer.status).toBe(403);
      const challenge = answer.headers['www-authenticate'];
      expect(challenge).toContain('error="insufficient_scope"');
      expect(challenge).toContain(`scope="${scope}"`);
      expect(challenge).toContain(`resource_metadata="${METADATA_URL}"`);
    }
    expect(ran).toEqual([]);
    const claims = { scope: 'billing:money' };
    expect((await call(url, era, 'pay', await issuer.token({ claims }))).status).toBe(200);
    expect((await call(url, era, 'look', await issuer.token({ claims }))).status).toBe(403);
    expect(ran).toEqual(['pay']);
  });

  it.each([
    ['a list', ['billing:read']],
    ['a text', 'billing:read other'],
  ])('S4: takes scopes in `scp` as %s', async (_, scp) => {
    const issuer = await startIssuer();
    const { url } = await startSample(issuer.environment);
    const claims = { scope: undefined, scp };
    expect((await call(url, era, 'look', await issuer.token({ claims }))).status).toBe(200);
    expect((await call(url, era, 'save', await issuer.token({ claims }))).status).toBe(403);
  });

  it('S5: reaches the tools with who calls, and never with the token', async () => {
    const issuer = await startIssuer();
    const server = await startSample(issuer.environment);
    const token = await issuer.token({ claims: { client_id: 'desk' } });
    const answer = await call(server.url, era, 'look', token);
    expect(JSON.stringify(messageIn(answer).result)).toContain(String.raw`\"token\":\"\"`);
    const [context] = server.contexts;
    expect(context?.authInfo).toMatchObject({
      token: '',
      clientId: 'desk',
      scopes: ['openid', 'billing:read'],
      extra: { billportPrincipal: `${issuer.issuer} ada` },
    });
    expect(context?.requestInfo?.headers.get('authorization')).toBeNull();
    expect(context?.requestInfo?.headers.get('accept')).not.toBeNull();
    expect(JSON.stringify(context?.authInfo)).not.toContain(token);
  });

  it('is answered 503 while the issuer cannot be asked, and served when it can', async () => {
    const issuer = await startIssuer();
    const { url } = await startSample(issuer.environment);
    issuer.answer(500);
    const answer = await call(url, era, 'look', await issuer.token());
    expect([answer.status, answer.headers['retry-after']]).toEqual([503, '5']);
    issuer.answer(200);
    expect((await call(url, era, 'look', await issuer.token())).status).toBe(200);
  });
});

describe('S3: the keys of the issuer', () => {
  const [era] = ERAS;

  it('are also found by its OpenID configuration, and where it is told', async () => {
    const openId = await startIssuer({ metadataPath: '/.well-known/openid-configuration' });
    const first = await startSample(openId.environment);
    expect((await call(first.url, era, 'look', await openId.token())).status).toBe(200);

    const issuer = await startIssuer();
    const second = await startSample({
      ...issuer.environment,
      BILLING_MCP_OAUTH_JWKS_URL: `${issuer.issuer}/keys`,
    });
    expect((await call(second.url, era, 'look', await issuer.token())).status).toBe(200);
    expect(issuer.asked).toEqual(['/keys']);
  });

  it.each([
    ['of metadata that are those of another issuer', { claimedIssuer: 'https://evil.example.com' }],
    ['S6: of a file', { keysUrl: 'file:///etc/hosts' }],
  ])('are not taken %s', async (_, options) => {
    const issuer = await startIssuer(options);
    const { url, ran } = await startSample(issuer.environment);
    expect((await call(url, era, 'look', await issuer.token())).status).toBe(503);
    expect(issuer.asked).not.toContain('/keys');
    expect(ran).toEqual([]);
  });

  it('S6: are not taken from an address where others could change them on the way', async () => {
    const issuer = await startIssuer({ keysUrl: 'http://keys.example.com/keys' });
    const elsewhere = nock('http://keys.example.com').get('/keys').reply(200, issuer.keys);
    onTestFinished(() => nock.cleanAll());
    const { url, ran } = await startSample(issuer.environment);
    expect((await call(url, era, 'look', await issuer.token())).status).toBe(503);
    expect(elsewhere.isDone()).toBe(false);
    expect(ran).toEqual([]);
  });

  it('S6: are not looked for where a redirect leads', async () => {
    const issuer = await startIssuer({ movedTo: '/elsewhere' });
    const { url, ran } = await startSample(issuer.environment);
    expect((await call(url, era, 'look', await issuer.token())).status).toBe(503);
    expect(issuer.asked[0]).toBe('/.well-known/oauth-authorization-server');
    expect(issuer.asked).not.toContain('/elsewhere');
    expect(ran).toEqual([]);
  });
});

describe('S3: the metadata of the server', () => {
  it('tell everybody who gives tokens for it, without asking the issuer', async () => {
    const issuer = await startIssuer();
    const { url } = await startSample(issuer.environment);
    const wellKnown = new URL('/.well-known/oauth-protected-resource/mcp', url).href;
    const answer = await rawRequest(wellKnown, { method: 'GET' });
    expect(answer.status).toBe(200);
    expect(answer.headers['access-control-allow-origin']).toBe('*');
    expect(JSON.parse(answer.text)).toEqual({
      resource: RESOURCE,
      authorization_servers: [issuer.issuer],
      scopes_supported: ['billing:read', 'billing:write', 'billing:money'],
      bearer_methods_supported: ['header'],
      resource_name: 'Billport',
    });
    expect(issuer.asked).toEqual([]);
  });

  it('are absent where nobody gives tokens', async () => {
    const { url } = await startSample({ BILLING_MCP_HTTP_TOKEN: STATIC_TOKEN });
    const wellKnown = new URL('/.well-known/oauth-protected-resource/mcp', url).href;
    expect((await rawRequest(wellKnown, { method: 'GET' })).status).toBe(404);
  });
});

describe.each(ERAS)('S3: with one token, a message of %s', (era) => {
  it('is served with it and answered 401 with any other', async () => {
    const { url, ran, contexts } = await startSample({ BILLING_MCP_HTTP_TOKEN: STATIC_TOKEN });
    for (const token of [undefined, '', 'x', STATIC_TOKEN.slice(1), `${STATIC_TOKEN}x`]) {
      const answer = await call(url, era, 'pay', token);
      expect(answer.status).toBe(401);
      expect(answer.headers['www-authenticate']).toMatch(
        token === undefined ? /^Bearer$/ : /^Bearer error="invalid_token"/,
      );
    }
    expect(ran).toEqual([]);
    expect((await call(url, era, 'pay', STATIC_TOKEN)).status).toBe(200);
    expect(JSON.stringify(contexts.map(({ authInfo }) => authInfo))).not.toContain(STATIC_TOKEN);
  });

  it('S4: may do what the scopes of the token allow', async () => {
    const { url } = await startSample({
      BILLING_MCP_HTTP_TOKEN: STATIC_TOKEN,
      BILLING_MCP_HTTP_TOKEN_SCOPES: 'billing:read',
    });
    expect((await call(url, era, 'look', STATIC_TOKEN)).status).toBe(200);
    expect((await call(url, era, 'pay', STATIC_TOKEN)).status).toBe(403);
  });

  it('S5: comes from a caller whose id tells two tokens apart and neither', async () => {
    const ids = await Promise.all(
      [STATIC_TOKEN, STATIC_TOKEN, STATIC_TOKEN.toUpperCase()].map(async (token) => {
        const { url, contexts } = await startSample({ BILLING_MCP_HTTP_TOKEN: token });
        await call(url, era, 'look', token);
        return contexts[0]?.authInfo?.extra?.billportPrincipal;
      }),
    );
    expect(ids[0]).toMatch(/^token:[0-9a-f]{16}$/);
    expect(ids[1]).toBe(ids[0]);
    expect(ids[2]).not.toBe(ids[0]);
  });
});

describe('S1: what is logged', () => {
  it('repeats nothing that a caller made up', async () => {
    const server = await startSample();
    const secret = 'sk_live_canary';
    const [era] = ERAS;
    const cookie = `session=${secret}`;
    await send(server.url, [era, 'tools/call', { name: secret, arguments: { name: secret } }], {
      headers: { cookie, 'user-agent': secret },
    });
    await send(`${server.url}?key=${secret}`, [era, secret]);
    await send(server.url, ['2026-07-28', 'tools/list'], { headers: { 'mcp-method': secret } });
    await server.close();
    expect(JSON.stringify(server.log)).not.toContain(secret);
    expect(server.log.filter(({ event }) => event === 'request')).toMatchObject([
      { method: 'tools/call', tool: 'unknown' },
      { method: 'unknown' },
      { method: 'tools/list', status: 400 },
    ]);
  });
});
