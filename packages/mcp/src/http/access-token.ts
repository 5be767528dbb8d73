import type { Clock } from '@billport/core';
import { OAuthError, OAuthErrorCode, type OAuthTokenVerifier } from '@modelcontextprotocol/server';
import { errors, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from 'jose';
import type { Authorization } from './http-settings.ts';
import { authInfoOf, type Caller } from './principal.ts';

type OAuth = Extract<Authorization, { kind: 'oauth' }>;

/** How far the clocks of two machines may be apart, for tokens that are not valid yet. */
const CLOCK_TOLERANCE_SECONDS = 5;

/** Longest subject that OpenID Connect allows (Core §2). */
const LONGEST_SUBJECT = 255;

const refused = (message: string): OAuthError =>
  new OAuthError(OAuthErrorCode.InvalidToken, message);

/** `scope` as OAuth has it (RFC 8693 §4.2), `scp` as some servers do. */
function scopesOf({ scope, scp }: JWTPayload): string[] {
  const said = scope ?? scp;
  if (typeof said === 'string') return said.split(' ').filter((name) => name !== '');
  return Array.isArray(said) ? said.filter((name) => typeof name === 'string') : [];
}

function callerOf(payload: JWTPayload, issuer: string): Caller {
  const { sub, exp, client_id: client, azp } = payload;
  if (typeof sub !== 'string' || sub === '' || sub.length > LONGEST_SUBJECT) {
    throw refused('The token names no subject');
  }
  if (exp === undefined) throw refused('The token has no end');
  const clientId = [client, azp].find((name) => typeof name === 'string') ?? sub;
  // No issuer has a space in it, so no two pairs look alike.
  return { principal: `${issuer} ${sub}`, scopes: scopesOf(payload), clientId, expiresAt: exp };
}

/** Why a token is refused, in words that carry nothing of the token. */
function reasonOf(error: unknown): string {
  if (error instanceof errors.JWTExpired) return 'The token has ended';
  if (error instanceof errors.JWTClaimValidationFailed) {
    return `The token is not for this server: its ${error.claim} is missing or not what it must be`;
  }
  return 'The token is not signed by the issuer in a way that is accepted';
}

/**
 * Checks access tokens that are JWTs of one issuer (`facts/mcp.md §e.3 S3`): a signature of its
 * keys by an accepted algorithm, the audience, an end, a subject, and the time.
 */
export function accessTokenVerifier(
  { issuer, audience, algorithms }: OAuth,
  keys: JWTVerifyGetKey,
  clock: Clock,
): OAuthTokenVerifier {
  async function payloadOf(token: string): Promise<JWTPayload> {
    const { payload } = await jwtVerify(token, keys, {
      issuer,
      audience,
      algorithms: [...algorithms],
      clockTolerance: CLOCK_TOLERANCE_SECONDS,
      currentDate: new Date(clock.now()),
    });
    return payload;
  }
  return {
    async verifyAccessToken(token) {
      try {
        return authInfoOf(callerOf(await payloadOf(token), issuer));
      } catch (error) {
        if (error instanceof errors.JOSEError) throw refused(reasonOf(error));
        throw error;
      }
    },
  };
}
