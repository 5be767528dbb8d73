import { createRemoteJWKSet, errors, type JWTVerifyGetKey } from 'jose';
import { z } from 'zod';
import { isSecureUrl } from './secure-url.ts';

/** The authorization server's keys cannot be had now; it says nothing about the token. */
export class KeysUnavailable extends Error {
  override readonly name = 'KeysUnavailable';
}

const TIMEOUT_MS = 5_000;

const Metadata = z.object({ issuer: z.string(), jwks_uri: z.url() });

/** Where an authorization server may say where its keys are (RFC 8414 §3.1, OpenID Discovery §4). */
function metadataUrls(issuer: string): readonly string[] {
  const { origin, pathname } = new URL(issuer);
  const path = pathname.replace(/\/$/, '');
  return [
    `${origin}/.well-known/oauth-authorization-server${path}`,
    `${origin}/.well-known/openid-configuration${path}`,
    `${origin}${path}/.well-known/openid-configuration`,
  ];
}

/** Reads one of them; undefined where there is none. Redirects are not followed. */
async function readMetadata(url: string): Promise<z.output<typeof Metadata> | undefined> {
  const response = await fetch(url, {
    redirect: 'manual',
    signal: AbortSignal.timeout(TIMEOUT_MS),
    headers: { accept: 'application/json' },
  });
  if (response.ok) return Metadata.parse(await response.json());
  await response.body?.cancel();
  return undefined;
}

async function findKeysUrl(issuer: string): Promise<URL> {
  for (const url of metadataUrls(issuer)) {
    const metadata = await readMetadata(url);
    if (metadata === undefined) continue;
    const keysUrl = new URL(metadata.jwks_uri);
    if (metadata.issuer !== issuer) throw new Error('The metadata is that of another issuer');
    if (!isSecureUrl(keysUrl)) throw new Error('The keys would be sent where others can read');
    return keysUrl;
  }
  throw new Error('The issuer has no metadata');
}

/** Answers of the key set that are about the token, and not about the way to the keys. */
const isAboutToken = (error: unknown): boolean =>
  error instanceof errors.JWKSNoMatchingKey ||
  error instanceof errors.JWKSMultipleMatchingKeys ||
  error instanceof errors.JOSENotSupported;

/**
 * The key that a token is checked with, from the issuer's key set. The set is looked for at the
 * first token, kept, and read again when a token names a key that it does not have.
 * @returns A function for jose; it throws {@link KeysUnavailable} when the set cannot be read.
 */
export function issuerKeys(issuer: string, jwksUrl: URL | undefined): JWTVerifyGetKey {
  const open = (url: URL) => createRemoteJWKSet(url, { timeoutDuration: TIMEOUT_MS });
  let keys = jwksUrl === undefined ? undefined : Promise.resolve(open(jwksUrl));
  return async (header, token) => {
    keys ??= findKeysUrl(issuer).then(open);
    try {
      return await (await keys)(header, token);
    } catch (error) {
      if (isAboutToken(error)) throw error;
      // What was not found is looked for again; what was found is kept by the key set itself.
      if (jwksUrl === undefined) keys = undefined;
      throw new KeysUnavailable('The keys of the issuer cannot be read', { cause: error });
    }
  };
}
