import { SCOPES } from '../tools/tool.ts';
import { ENDPOINT } from './endpoint.ts';
import { type Environment, readChoices, readText, wrongSetting } from './environment-variables.ts';
import type { Authorization } from './http-settings.ts';
import { hostInUrl } from './loopback.ts';
import { readSecureUrl } from './secure-url.ts';

/** What a bearer token may consist of (RFC 6750 §2.1); long enough that nobody guesses it. */
const TOKEN = /^[A-Za-z0-9._~+/-]+=*$/;
const SHORTEST_TOKEN = 32;

/** Signatures whose keys come in pairs: with a shared secret, whoever can check could also sign. */
const ALGORITHMS = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
] as const;

/** Where the server is, for tokens that are meant for it. */
interface Place {
  readonly host: string;
  readonly port: number;
  readonly publicUrl: URL | undefined;
}

function checkToken(token: string): string {
  const name = 'BILLING_MCP_HTTP_TOKEN';
  if (token.length < SHORTEST_TOKEN) {
    throw wrongSetting(
      name,
      `${name} has ${token.length} characters and needs at least ${SHORTEST_TOKEN}: make one with \`openssl rand -hex 32\`.`,
    );
  }
  if (TOKEN.test(token)) return token;
  throw wrongSetting(
    name,
    `${name} may have letters, digits and . _ ~ + / - only, with = at its end: make one with \`openssl rand -hex 32\`.`,
  );
}

/** The endpoint as clients know it. */
function resourceOf({ host, port, publicUrl }: Place): URL {
  if (publicUrl !== undefined) return publicUrl;
  if (port !== 0) return new URL(`http://${hostInUrl(host)}:${port}${ENDPOINT}`);
  throw wrongSetting(
    'BILLING_MCP_HTTP_PUBLIC_URL',
    'With BILLING_MCP_OAUTH_ISSUER and a port that is not known beforehand, set BILLING_MCP_HTTP_PUBLIC_URL: tokens are issued for that URL.',
  );
}

/** Names of variables that mean nothing without another one: set alone, they are a mistake. */
function refuseWithout(environment: Environment, needed: string, names: readonly string[]): void {
  const alone = names.find((name) => readText(environment, name) !== undefined);
  if (alone === undefined) return;
  throw wrongSetting(alone, `${alone} has no effect without ${needed}: set both or neither.`);
}

function readOAuth(environment: Environment, issuer: string, place: Place): Authorization {
  const resource = resourceOf(place);
  return {
    kind: 'oauth',
    issuer,
    resource,
    audience: readText(environment, 'BILLING_MCP_OAUTH_AUDIENCE') ?? resource.href,
    jwksUrl: readSecureUrl(environment, 'BILLING_MCP_OAUTH_JWKS_URL'),
    algorithms: readChoices(environment, 'BILLING_MCP_OAUTH_ALGORITHMS', ALGORITHMS) ?? ALGORITHMS,
  };
}

/**
 * Reads who may call.
 * @throws BillingError `configuration` for a token that is short, an issuer that is not https (but
 *   on this machine), and for two ways at once.
 */
export function readAuthorization(environment: Environment, place: Place): Authorization {
  const token = readText(environment, 'BILLING_MCP_HTTP_TOKEN');
  // As it is written: tokens name it to the letter, with its last slash or without.
  const isIssuer = readSecureUrl(environment, 'BILLING_MCP_OAUTH_ISSUER') !== undefined;
  const issuer = isIssuer ? readText(environment, 'BILLING_MCP_OAUTH_ISSUER') : undefined;
  if (token !== undefined && issuer !== undefined) {
    throw wrongSetting(
      'BILLING_MCP_HTTP_TOKEN',
      'Set BILLING_MCP_HTTP_TOKEN or BILLING_MCP_OAUTH_ISSUER, not both: there is one way to be let in.',
    );
  }
  if (token === undefined) {
    refuseWithout(environment, 'BILLING_MCP_HTTP_TOKEN', ['BILLING_MCP_HTTP_TOKEN_SCOPES']);
  }
  if (issuer !== undefined) return readOAuth(environment, issuer, place);
  refuseWithout(environment, 'BILLING_MCP_OAUTH_ISSUER', [
    'BILLING_MCP_OAUTH_AUDIENCE',
    'BILLING_MCP_OAUTH_JWKS_URL',
    'BILLING_MCP_OAUTH_ALGORITHMS',
  ]);
  if (token === undefined) return { kind: 'none' };
  const scopes = readChoices(environment, 'BILLING_MCP_HTTP_TOKEN_SCOPES', SCOPES) ?? SCOPES;
  return { kind: 'token', token: checkToken(token), scopes };
}
