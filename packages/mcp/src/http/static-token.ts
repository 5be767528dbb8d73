import { createHash, timingSafeEqual } from 'node:crypto';
import { OAuthError, OAuthErrorCode, type OAuthTokenVerifier } from '@modelcontextprotocol/server';
import type { Scope } from '../tools/tool.ts';
import { authInfoOf } from './principal.ts';

const digestOf = (text: string): Buffer => createHash('sha256').update(text).digest();

/** A name for whoever has the token, from which the token cannot be found. */
function principalOfToken(token: string): string {
  return `token:${digestOf(`billport principal\0${token}`).toString('hex').slice(0, 16)}`;
}

/**
 * Lets in whoever has the one token. How long a comparison takes says nothing of it: digests of
 * equal length are compared, in constant time.
 */
export function staticTokenVerifier(token: string, scopes: readonly Scope[]): OAuthTokenVerifier {
  const expected = digestOf(token);
  const principal = principalOfToken(token);
  return {
    async verifyAccessToken(given) {
      if (!timingSafeEqual(digestOf(given), expected)) {
        throw new OAuthError(
          OAuthErrorCode.InvalidToken,
          'The token is not the one of this server',
        );
      }
      // It holds until the server is started with another one.
      const expiresAt = Number.MAX_SAFE_INTEGER;
      return authInfoOf({ principal, scopes, clientId: principal, expiresAt });
    },
  };
}
