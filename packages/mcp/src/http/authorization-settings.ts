import { given, readNames, wrongSetting } from '../configuration/given.ts';
import { SCOPES } from '../tools/tool.ts';
import { ENDPOINT } from './endpoint.ts';
import type { Authorization, Environment } from './http-settings.ts';
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

/** What belongs to the one token, and what to an issuer. */
const TOKEN_VARIABLES = ['BILLING_MCP_HTTP_TOKEN_SCOPES'];
const OAUTH_VARIABLES = [
  'BILLING_MCP_OAUTH_AUDIENCE',
  'BILLING_MCP_OAUTH_JWKS_URL',
  'BILLING_MCP_OAUTH_ALGORITHMS',
];

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
      `The token has ${token.length} characters and needs at least ${SHORTEST_TOKEN}: make one with \`openssl rand -hex 32\`.`,
    );
  }
  if (TOKEN.test(token)) return token;
  throw wrongSetting(
    name,
    `The token may have letters, digits and . _ ~ + / - only, with = at its end: make one with \`openssl rand -hex 32\`.`,
  );
}

/** The endpoint as clients know it. */
function resourceOf({ host, port, publicUrl }: Place): URL {
  if (publicUrl !== undefined) return publicUrl;
  if (port !== 0) return new URL(`http://${hostInUrl(host)}:${port}${ENDPOINT}`);
  throw wrongSetting(
    'BILLING_MCP_HTTP_PUBLIC_URL',
    'Set it with BILLING_MCP_OAUTH_ISSUER where the port is not known beforehand: tokens are issued for this URL.',
  );
}

/** Names of variables that mean nothing without another one: set alone, they are a mistake. */
function refuseWithout(environment: Environment, needed: string, names: readonly string[]): void {
  const alone = names.find((name) => given(name, environment[name]) !== undefined);
  if (alone === undefined) return;
  throw wrongSetting(alone, `It has no effect without ${needed}: set both or neither.`);
}

function readOAuth(environment: Environment, issuer: string, place: Place): Authorization {
  const resource = resourceOf(place);
  const audience = given('BILLING_MCP_OAUTH_AUDIENCE', environment.BILLING_MCP_OAUTH_AUDIENCE);
  const algorithms = given(
    'BILLING_MCP_OAUTH_ALGORITHMS',
    environment.BILLING_MCP_OAUTH_ALGORITHMS,
  );
  return {
    kind: 'oauth',
    issuer,
    resource,
    audience: audience?.text ?? resource.href,
    jwksUrl: readSecureUrl(environment, 'BILLING_MCP_OAUTH_JWKS_URL'),
    algorithms: algorithms === undefined ? ALGORITHMS : readNames(algorithms, ALGORITHMS),
  };
}

/**
 * Reads who may call.
 * @throws BillingError `configuration` for a token that is short, an issuer that is not https (but
 *   on this machine), and for two ways at once.
 */
export function readAuthorization(environment: Environment, place: Place): Authorization {
  const of = (name: string) => given(name, environment[name]);
  const token = of('BILLING_MCP_HTTP_TOKEN')?.text;
  const isIssuer = readSecureUrl(environment, 'BILLING_MCP_OAUTH_ISSUER') !== undefined;
  // As it is written: tokens name it to the letter, with its last slash or without.
  const issuer = isIssuer ? of('BILLING_MCP_OAUTH_ISSUER')?.text : undefined;
  if (token !== undefined && issuer !== undefined) {
    throw wrongSetting(
      'BILLING_MCP_HTTP_TOKEN',
      'Set this or BILLING_MCP_OAUTH_ISSUER, not both: there is one way to be let in.',
    );
  }
  if (token === undefined) refuseWithout(environment, 'BILLING_MCP_HTTP_TOKEN', TOKEN_VARIABLES);
  if (issuer !== undefined) return readOAuth(environment, issuer, place);
  refuseWithout(environment, 'BILLING_MCP_OAUTH_ISSUER', OAUTH_VARIABLES);
  if (token === undefined) return { kind: 'none' };
  const scopes = of('BILLING_MCP_HTTP_TOKEN_SCOPES');
  return {
    kind: 'token',
    token: checkToken(token),
    scopes: scopes === undefined ? SCOPES : readNames(scopes, SCOPES),
  };
}
