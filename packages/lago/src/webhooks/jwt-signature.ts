import { refusedDelivery, sameBytes } from '@billport/adapter-kit';
import { BillingError, type Clock } from '@billport/core';
import { base64url, type CryptoKey, errors, type JWTPayload, jwtVerify } from 'jose';
import type { CheckSignature } from './check-signature.ts';
import type { PublicKey } from './public-key.ts';

const REASONS: Readonly<Record<string, string>> = {
  ERR_JOSE_ALG_NOT_ALLOWED: 'The signature is by another algorithm than RS256.',
  ERR_JWT_EXPIRED: 'The signature has expired.',
};

const WRONG = 'The signature is not by the key of this Lago.';
const NO_JWT = 'The signature is no JWT as Lago writes it.';

/** Whether this is how the bytes behind it are written: decoders ignore the bits to spare. */
function isCanonical(part: string): boolean {
  try {
    return part !== '' && base64url.encode(base64url.decode(part)) === part;
  } catch {
    return false;
  }
}

/** Three parts, the last of them written in the one right way. */
function checkSpelling(token: string): void {
  const [, , signature = '', ...others] = token.split('.');
  if (others.length > 0 || !isCanonical(signature)) throw refusedDelivery(NO_JWT);
}

/** The claims, or undefined where another key may fit. */
async function claimsBy(
  key: CryptoKey,
  token: string,
  clock: Clock,
): Promise<JWTPayload | undefined> {
  const options = { algorithms: ['RS256'], currentDate: new Date(clock.now()) };
  try {
    return (await jwtVerify(token, key, options)).payload;
  } catch (error) {
    if (error instanceof errors.JWSSignatureVerificationFailed) return undefined;
    if (error instanceof errors.JOSEError) throw refusedDelivery(REASONS[error.code] ?? NO_JWT);
    throw new BillingError('malformed_response', {
      message:
        'Lago answered a public key that cannot be used: it must be RSA of 2048 bits or more.',
      cause: error,
    });
  }
}

async function claimsOf(keys: PublicKey, token: string, clock: Clock): Promise<JWTPayload> {
  const key = await keys.current();
  const claims = await claimsBy(key, token, clock);
  if (claims !== undefined) return claims;
  const other = await keys.after(key);
  const otherClaims = other && (await claimsBy(other, token, clock));
  if (otherClaims === undefined) throw refusedDelivery(WRONG);
  return otherClaims;
}

/** An address without the slashes at its end. */
const bare = (address: unknown) => String(address).replace(/\/+$/, '');

/**
 * Checks signatures by JWT: RS256 only, by Lago's key, issued by Lago's address, over exactly
 * these bytes (`facts/lago.md §c` "Verify").
 * @param issuer the address of Lago as it knows itself, `LAGO_API_URL`
 */
export function jwtSignature(keys: PublicKey, issuer: string, clock: Clock): CheckSignature {
  return async (signature, body) => {
    checkSpelling(signature);
    const { iss, data } = await claimsOf(keys, signature, clock);
    if (bare(iss) !== bare(issuer)) {
      throw refusedDelivery(
        `The signature was not issued by ${issuer}: set issuer to what LAGO_API_URL is on the server of Lago.`,
      );
    }
    if (typeof data !== 'string' || !sameBytes(new TextEncoder().encode(data), body)) {
      throw refusedDelivery('The signature is over another body.');
    }
  };
}
