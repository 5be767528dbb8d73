import { refusedDelivery } from '@billport/adapter-kit';
import type { CryptoKey } from 'jose';
import type { CheckSignature } from './check-signature.ts';

/**
 * Base64 of 32 bytes, in the one way to write them: the last sign before the padding has two bits
 * to spare, which decoders ignore.
 */
const SHA256_IN_BASE64 = /^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$/;

const bytesOf = (base64: string) => Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));

/** Checks signatures by HMAC-SHA256 with the organization's key (`facts/lago.md §c` "Verify"). */
export function hmacSignature(hmacKey: string): CheckSignature {
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  const secret = new TextEncoder().encode(hmacKey);
  let importing: Promise<CryptoKey> | undefined;
  return async (signature, body) => {
    importing ??= crypto.subtle.importKey('raw', secret, algorithm, false, ['verify']);
    const isRight =
      SHA256_IN_BASE64.test(signature) &&
      (await crypto.subtle.verify('HMAC', await importing, bytesOf(signature), body));
    if (!isRight) {
      throw refusedDelivery('The signature is not over this body, or is by another HMAC key.');
    }
  };
}
