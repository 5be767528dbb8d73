import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  type CryptoKey,
  exportJWK,
  exportSPKI,
  generateKeyPair,
  type JWTPayload,
  SignJWT,
  UnsecuredJWT,
} from 'jose';
import { onTestFinished } from 'vitest';

/** The endpoint that tokens are for. */
export const RESOURCE = 'https://billing.example.com/mcp';

/** Seconds from now, as claims have them. */
export const secondsFromNow = (seconds: number): number => Math.floor(Date.now() / 1000) + seconds;

/** What a token says, beside or instead of what a good one says. */
export interface TokenParts {
  readonly claims?: Readonly<Record<string, unknown>>;
  readonly header?: Readonly<Record<string, string>>;
  readonly key?: CryptoKey | Uint8Array;
}

/** An authorization server on this machine. */
export interface LocalIssuer {
  readonly issuer: string;
  /** Settings of a server that takes its tokens. */
  readonly environment: Readonly<Record<string, string>>;
  /** Its public key, as PEM: what a token may be signed with by mistake. */
  readonly publicPem: string;
  /** Its set of keys. */
  readonly keys: { readonly keys: readonly object[] };
  /** Paths that were asked for. */
  readonly asked: readonly string[];
  /** Makes a token: a good one that may read, but for what is said. */
  token(parts?: TokenParts): Promise<string>;
  /** Makes a token that nobody signed. */
  unsigned(): string;
  /** Answers with this status from now on; 200 again is its usual work. */
  answer(status: number): void;
}

/** A private key that the issuer has never seen. */
export async function strangeKey(): Promise<CryptoKey> {
  return (await generateKeyPair('ES256')).privateKey;
}

/** How an authorization server may differ from a usual one. */
export interface IssuerOptions {
  /** What its metadata say that it is. */
  readonly claimedIssuer?: string;
  /** What its metadata say about its keys. */
  readonly keysUrl?: string;
  /** Where its metadata are. */
  readonly metadataPath?: string;
  /** Where it sends those who look for its metadata there. */
  readonly movedTo?: string;
}

/** Starts an authorization server that gives metadata and keys. */
export async function startIssuer(options: IssuerOptions = {}): Promise<LocalIssuer> {
  const { metadataPath = '/.well-known/oauth-authorization-server' } = options;
  const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true });
  const jwk = { ...(await exportJWK(publicKey)), kid: 'one', alg: 'ES256', use: 'sig' };
  const keys = { keys: [jwk] };
  const asked: string[] = [];
  let status = 200;
  let issuer = '';
  const server = createServer(({ url = '' }, outgoing) => {
    asked.push(url);
    if (url === metadataPath && options.movedTo !== undefined) {
      outgoing.writeHead(302, { location: options.movedTo }).end();
      return;
    }
    const documents: Record<string, object> = {
      [options.movedTo ?? metadataPath]: {
        issuer: options.claimedIssuer ?? issuer,
        jwks_uri: options.keysUrl ?? `${issuer}/keys`,
      },
      '/keys': keys,
    };
    const document = documents[url];
    outgoing.statusCode = document === undefined ? 404 : status;
    outgoing.end(JSON.stringify(document ?? {}));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    issuer,
    environment: {
      BILLING_MCP_OAUTH_ISSUER: issuer,
      BILLING_MCP_HTTP_PUBLIC_URL: RESOURCE,
    },
    publicPem: await exportSPKI(publicKey),
    keys,
    asked,
    token({ claims = {}, header = {}, key = privateKey } = {}) {
      const payload: JWTPayload = {
        iss: issuer,
        aud: RESOURCE,
        sub: 'ada',
        exp: secondsFromNow(300),
        scope: 'openid billing:read',
        ...claims,
      };
      return new SignJWT(payload)
        .setProtectedHeader({ alg: 'ES256', kid: 'one', ...header })
        .sign(key);
    },
    unsigned() {
      return new UnsecuredJWT({ iss: issuer, aud: RESOURCE, sub: 'ada', scope: 'billing:read' })
        .setExpirationTime('5m')
        .encode();
    },
    answer(next) {
      status = next;
    },
  };
}
