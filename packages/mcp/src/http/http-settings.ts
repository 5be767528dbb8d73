import { given, readCount, wrongSetting } from '../configuration/given.ts';
import type { Scope } from '../tools/tool.ts';
import { readAuthorization } from './authorization-settings.ts';
import { ENDPOINT } from './endpoint.ts';
import { hostInUrl, isEveryAddress, isLoopback } from './loopback.ts';
import { readSecureUrl } from './secure-url.ts';

/** Names and values of variables, such as `process.env`. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Who may call over HTTP, and how they show it. */
export type Authorization =
  /** Everybody who reaches the address; on this machine only. */
  | { readonly kind: 'none' }
  /** Everybody who has the one token. */
  | { readonly kind: 'token'; readonly token: string; readonly scopes: readonly Scope[] }
  /** Whom the authorization server gave a token for this server (OAuth 2.1 resource server). */
  | {
      readonly kind: 'oauth';
      /** As tokens name it, to the letter. */
      readonly issuer: string;
      /** The endpoint as clients know it: what they ask tokens for. */
      readonly resource: URL;
      /** What the `aud` of tokens for this server is; the resource, if not told otherwise. */
      readonly audience: string;
      /** Where its keys are; undefined where its metadata says so. */
      readonly jwksUrl: URL | undefined;
      readonly algorithms: readonly string[];
    };

/** How the server listens over HTTP, and what it puts up with. */
export interface HttpSettings {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** The endpoint as clients write it, such as `https://billing.example.com/mcp`. */
  readonly publicUrl: URL | undefined;
  /** Names that a `Host` header may have, without ports. */
  readonly allowedHosts: readonly string[];
  /** Host names that an `Origin` header may have. */
  readonly allowedOrigins: readonly string[];
  /** Those of them whose pages may read answers in a browser (CORS). */
  readonly browserOrigins: readonly string[];
  readonly authorization: Authorization;
  readonly maxBodyBytes: number;
  /** Most time for a whole request to arrive. */
  readonly requestTimeoutMs: number;
  /** Most time that requests in flight have to finish when the server closes. */
  readonly drainTimeoutMs: number;
  /** Most objects and lists inside each other. */
  readonly maxDepth: number;
  /** Most messages in one body. */
  readonly maxBatch: number;
  /** Most requests in flight; further ones are asked to come back. */
  readonly maxConcurrent: number;
}

/** What the command line says; it goes before the variables. */
export interface HttpFlags {
  readonly host?: string | undefined;
  readonly port?: number | undefined;
}

/** Whole numbers among the variables: their bounds, and what holds where they are absent. */
const NUMBERS = {
  BILLING_MCP_HTTP_PORT: { fallback: 3000, least: 0, most: 65_535 },
  BILLING_MCP_HTTP_MAX_BODY_BYTES: { fallback: 1_048_576, least: 1_024, most: 16_777_216 },
  BILLING_MCP_HTTP_REQUEST_TIMEOUT_MS: { fallback: 10_000, least: 100, most: 300_000 },
  BILLING_MCP_HTTP_DRAIN_TIMEOUT_MS: { fallback: 8_000, least: 0, most: 300_000 },
  BILLING_MCP_HTTP_MAX_DEPTH: { fallback: 32, least: 8, most: 256 },
  BILLING_MCP_HTTP_MAX_BATCH: { fallback: 20, least: 1, most: 100 },
  BILLING_MCP_HTTP_MAX_CONCURRENT: { fallback: 100, least: 1, most: 10_000 },
} as const satisfies Record<string, { fallback: number; least: number; most: number }>;

const LOOPBACK_NAMES = ['localhost', '127.0.0.1', '[::1]'];

function readNumber(environment: Environment, name: keyof typeof NUMBERS, flag?: string): number {
  const { fallback, least, most } = NUMBERS[name];
  const value = flag === undefined ? given(name, environment[name]) : given('--port', flag);
  return value === undefined ? fallback : readCount(value, least, most);
}

function readPort(environment: Environment, { port }: HttpFlags): number {
  return readNumber(environment, 'BILLING_MCP_HTTP_PORT', port?.toString());
}

function readPublicUrl(environment: Environment): URL | undefined {
  const url = readSecureUrl(environment, 'BILLING_MCP_HTTP_PUBLIC_URL');
  return url?.pathname === '/' ? new URL(ENDPOINT, url) : url;
}

/** Host names from a variable: no scheme, port or path, which the checks would never match. */
function readHostNames(environment: Environment, name: string): string[] {
  const parts = given(name, environment[name])?.text.split(',') ?? [];
  const names = parts.map((part) => part.trim()).filter((part) => part !== '');
  // A URL takes a star for a letter, and no name would ever match it.
  const isName = (host: string) =>
    !host.includes('*') && URL.parse(`http://${host}`)?.hostname === host;
  if (names.every(isName)) return names;
  throw wrongSetting(
    name,
    'Write host names in small letters, without scheme, port, path or star, with commas between them, such as billing.example.com.',
  );
}

function requireAuthorization(host: string, authorization: Authorization): void {
  if (authorization.kind !== 'none' || isLoopback(host)) return;
  throw wrongSetting(
    'BILLING_MCP_HTTP_HOST',
    'The server listens beyond this machine with authorization only: set BILLING_MCP_HTTP_TOKEN or BILLING_MCP_OAUTH_ISSUER, or listen on 127.0.0.1.',
    ['127.0.0.1', '::1', 'localhost'],
  );
}

/** On all addresses no name can be guessed, and a server that answers to none is of no use. */
function requireNames(host: string, names: readonly string[]): void {
  if (!isEveryAddress(host) || names.length > 0) return;
  throw wrongSetting(
    'BILLING_MCP_HTTP_ALLOWED_HOSTS',
    'Listening on all addresses, the server must be told its names: set BILLING_MCP_HTTP_PUBLIC_URL to the URL that clients use, or this to the host names.',
  );
}

/**
 * Reads how to listen over HTTP from variables and flags (`facts/mcp.md §e.3 S3`).
 * @throws BillingError `configuration`, naming the variable and what it may be: also for an address
 *   beyond this machine without authorization.
 */
export function readHttpSettings(environment: Environment, flags: HttpFlags = {}): HttpSettings {
  const host =
    (
      given('--host', flags.host) ??
      given('BILLING_MCP_HTTP_HOST', environment.BILLING_MCP_HTTP_HOST)
    )?.text ?? '127.0.0.1';
  const port = readPort(environment, flags);
  const publicUrl = readPublicUrl(environment);
  const authorization = readAuthorization(environment, { host, port, publicUrl });
  requireAuthorization(host, authorization);
  const publicNames = publicUrl === undefined ? [] : [publicUrl.hostname];
  const hosts = [...publicNames, ...readHostNames(environment, 'BILLING_MCP_HTTP_ALLOWED_HOSTS')];
  requireNames(host, hosts);
  const ownName = isEveryAddress(host) ? [] : [hostInUrl(host)];
  const browserOrigins = readHostNames(environment, 'BILLING_MCP_HTTP_ALLOWED_ORIGINS');
  return {
    host,
    port,
    publicUrl,
    allowedHosts: [...new Set([...LOOPBACK_NAMES, ...ownName, ...hosts])],
    allowedOrigins: [...new Set([...LOOPBACK_NAMES, ...publicNames, ...browserOrigins])],
    browserOrigins,
    authorization,
    maxBodyBytes: readNumber(environment, 'BILLING_MCP_HTTP_MAX_BODY_BYTES'),
    requestTimeoutMs: readNumber(environment, 'BILLING_MCP_HTTP_REQUEST_TIMEOUT_MS'),
    drainTimeoutMs: readNumber(environment, 'BILLING_MCP_HTTP_DRAIN_TIMEOUT_MS'),
    maxDepth: readNumber(environment, 'BILLING_MCP_HTTP_MAX_DEPTH'),
    maxBatch: readNumber(environment, 'BILLING_MCP_HTTP_MAX_BATCH'),
    maxConcurrent: readNumber(environment, 'BILLING_MCP_HTTP_MAX_CONCURRENT'),
  };
}
