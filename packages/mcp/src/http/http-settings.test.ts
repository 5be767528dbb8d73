import { BillingError } from '@billport/core';
import { describe, expect, it } from 'vitest';
import { readHttpSettings } from './http-settings.ts';
import { HTTP_VARIABLES } from './http-variables.ts';

const TOKEN = 'f3a1b7c95d2e48609a7b1c3d5e7f9012';
const ISSUER = 'https://login.example.com/tenant/';

/** The error of the settings. */
function errorOf(environment: Record<string, string>, flags = {}): BillingError<'configuration'> {
  try {
    readHttpSettings(environment, flags);
  } catch (error) {
    if (BillingError.is(error, 'configuration')) return error;
    throw error;
  }
  throw new Error('The settings were taken.');
}

describe('S3: where the server listens', () => {
  it('is this machine alone when nobody says otherwise', () => {
    expect(readHttpSettings({})).toMatchObject({
      host: '127.0.0.1',
      port: 3000,
      authorization: { kind: 'none' },
      allowedHosts: ['localhost', '127.0.0.1', '[::1]'],
      browserOrigins: [],
    });
  });

  it.each(['0.0.0.0', '::', '192.168.1.20', 'billing.internal', '::ffff:127.0.0.1', '127.1'])(
    'is not %s without authorization',
    (host) => {
      const error = errorOf({ BILLING_MCP_HTTP_HOST: host });
      expect(error.details?.setting).toBe('BILLING_MCP_HTTP_HOST');
      expect(error.message).toContain('BILLING_MCP_HTTP_TOKEN');
      expect(errorOf({}, { host }).message).toBe(error.message);
    },
  );

  it.each(['localhost', '127.0.0.1', '127.8.8.8', '::1'])('may be %s without', (host) => {
    expect(readHttpSettings({ BILLING_MCP_HTTP_HOST: host }).host).toBe(host);
  });

  it('is what the flags say before what the variables say', () => {
    const environment = { BILLING_MCP_HTTP_HOST: 'localhost', BILLING_MCP_HTTP_PORT: '4000' };
    expect(readHttpSettings(environment, { host: '::1', port: 0 })).toMatchObject({
      host: '::1',
      port: 0,
    });
    expect(readHttpSettings(environment)).toMatchObject({ host: 'localhost', port: 4000 });
  });

  it('has a name on all addresses, or nobody could call it', () => {
    const environment = { BILLING_MCP_HTTP_HOST: '0.0.0.0', BILLING_MCP_HTTP_TOKEN: TOKEN };
    expect(errorOf(environment).details?.setting).toBe('BILLING_MCP_HTTP_ALLOWED_HOSTS');
    const named = { ...environment, BILLING_MCP_HTTP_ALLOWED_HOSTS: 'a.example, b.example' };
    expect(readHttpSettings(named).allowedHosts).toEqual(
      expect.arrayContaining(['a.example', 'b.example']),
    );
    const known = { ...environment, BILLING_MCP_HTTP_PUBLIC_URL: 'https://c.example' };
    expect(readHttpSettings(known)).toMatchObject({
      publicUrl: new URL('https://c.example/mcp'),
      allowedHosts: expect.arrayContaining(['c.example']),
      allowedOrigins: expect.arrayContaining(['c.example']),
      browserOrigins: [],
    });
  });

  it.each(['https://a.example', 'a.example:80', 'a.example/x', 'A.example', '*'])(
    'has no name like %s',
    (name) => {
      for (const variable of [
        'BILLING_MCP_HTTP_ALLOWED_HOSTS',
        'BILLING_MCP_HTTP_ALLOWED_ORIGINS',
      ]) {
        expect(errorOf({ [variable]: name }).details?.setting).toBe(variable);
      }
    },
  );
});

describe('S3: who may call', () => {
  it('is whoever has the one token, for all scopes or those that are named', () => {
    const all = ['billing:read', 'billing:write', 'billing:money'];
    expect(readHttpSettings({ BILLING_MCP_HTTP_TOKEN: TOKEN }).authorization).toEqual({
      kind: 'token',
      token: TOKEN,
      scopes: all,
    });
    const environment = {
      BILLING_MCP_HTTP_TOKEN: TOKEN,
      BILLING_MCP_HTTP_TOKEN_SCOPES: 'billing:read',
    };
    expect(readHttpSettings(environment).authorization).toMatchObject({ scopes: ['billing:read'] });
  });

  it.each([
    ['short', 'tooshort'],
    ['of two words', `${TOKEN} ${TOKEN}`],
    ['of letters that no header carries', `${TOKEN}ä`],
  ])('is nobody with a token that is %s, which no message repeats', (_, token) => {
    const error = errorOf({ BILLING_MCP_HTTP_TOKEN: token });
    expect(error.details?.setting).toBe('BILLING_MCP_HTTP_TOKEN');
    expect(JSON.stringify(error)).not.toContain(token);
  });

  it('is whom the issuer gives a token for this server', () => {
    const environment = {
      BILLING_MCP_OAUTH_ISSUER: ISSUER,
      BILLING_MCP_HTTP_PUBLIC_URL: 'https://billing.example.com',
    };
    expect(readHttpSettings(environment).authorization).toMatchObject({
      kind: 'oauth',
      issuer: ISSUER,
      audience: 'https://billing.example.com/mcp',
      jwksUrl: undefined,
    });
    expect(
      readHttpSettings({
        ...environment,
        BILLING_MCP_OAUTH_AUDIENCE: 'billing-api',
        BILLING_MCP_OAUTH_JWKS_URL: 'https://login.example.com/keys',
        BILLING_MCP_OAUTH_ALGORITHMS: 'ES256, RS256',
      }).authorization,
    ).toMatchObject({
      audience: 'billing-api',
      jwksUrl: new URL('https://login.example.com/keys'),
      algorithms: ['RS256', 'ES256'],
    });
  });

  it.each([
    'http://login.example.com',
    'http://10.0.0.1',
    'ftp://localhost',
    'https://me:secret@login.example.com',
    'https://login.example.com?x=1',
    'https://login.example.com#x',
    'login.example.com',
  ])('is nobody of the issuer %s', (issuer) => {
    const error = errorOf({ BILLING_MCP_OAUTH_ISSUER: issuer });
    expect(error.details).toMatchObject({
      setting: 'BILLING_MCP_OAUTH_ISSUER',
      allowed: expect.arrayContaining(['https://…']),
    });
    expect(error.message).not.toContain('secret');
  });

  it('may be told by an issuer on this machine without https', () => {
    const environment = { BILLING_MCP_OAUTH_ISSUER: 'http://127.0.0.1:9000' };
    expect(readHttpSettings(environment).authorization).toMatchObject({
      audience: 'http://127.0.0.1:3000/mcp',
    });
    expect(errorOf(environment, { port: 0 }).details?.setting).toBe('BILLING_MCP_HTTP_PUBLIC_URL');
  });

  it.each(['HS256', 'none', 'RS256,HS512'])('is nobody by the signature %s', (algorithms) => {
    const error = errorOf({
      BILLING_MCP_OAUTH_ISSUER: ISSUER,
      BILLING_MCP_OAUTH_ALGORITHMS: algorithms,
    });
    expect(error.details).toMatchObject({
      setting: 'BILLING_MCP_OAUTH_ALGORITHMS',
      allowed: expect.not.arrayContaining(['HS256', 'none']),
    });
  });

  it('is told in one way', () => {
    const both = { BILLING_MCP_HTTP_TOKEN: TOKEN, BILLING_MCP_OAUTH_ISSUER: ISSUER };
    expect(errorOf(both).details?.setting).toBe('BILLING_MCP_HTTP_TOKEN');
  });

  it.each([
    'BILLING_MCP_HTTP_TOKEN_SCOPES',
    'BILLING_MCP_OAUTH_AUDIENCE',
    'BILLING_MCP_OAUTH_JWKS_URL',
    'BILLING_MCP_OAUTH_ALGORITHMS',
  ])('is not told by %s alone', (name) => {
    expect(errorOf({ [name]: 'billing:read' }).details?.setting).toBe(name);
  });
});

describe('limits', () => {
  it.each([
    ['BILLING_MCP_HTTP_PORT', '65536'],
    ['BILLING_MCP_HTTP_MAX_BODY_BYTES', '1e6'],
    ['BILLING_MCP_HTTP_REQUEST_TIMEOUT_MS', '0'],
    ['BILLING_MCP_HTTP_MAX_DEPTH', '-1'],
    ['BILLING_MCP_HTTP_MAX_BATCH', '0'],
    ['BILLING_MCP_HTTP_MAX_CONCURRENT', 'many'],
  ])('%s is not %s, and the error says what it may be', (name, value) => {
    const error = errorOf({ [name]: value });
    expect(error.details?.setting).toBe(name);
    expect(error.message).toMatch(/whole number from \d+ to \d+/);
  });

  it('are the usual ones where a variable is blank', () => {
    expect(readHttpSettings({ BILLING_MCP_HTTP_MAX_BATCH: ' ' }).maxBatch).toBe(20);
  });
});

it('lists every variable that it reads', () => {
  const read = new Set<string>();
  const spy = (values: Record<string, string>) =>
    new Proxy(values, {
      get(target, name: string) {
        read.add(name);
        return target[name];
      },
    });
  readHttpSettings(spy({ BILLING_MCP_HTTP_TOKEN: TOKEN }));
  readHttpSettings(spy({ BILLING_MCP_OAUTH_ISSUER: ISSUER }));
  expect([...read].sort()).toEqual(Object.keys(HTTP_VARIABLES).sort());
});
