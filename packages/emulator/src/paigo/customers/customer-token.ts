import { SignJWT } from 'jose';
import type { CustomerRecord } from '../records/customer.ts';
import type { PaigoState } from '../state.ts';

const KEY = new TextEncoder().encode('the emulated Paigo signs what only it has to read');

const LIFETIME_SECONDS = 3600;

/** A token for pages that show a customer its own data; nothing of the emulator takes it. */
export function customerToken(state: PaigoState, { customerId }: CustomerRecord): Promise<string> {
  const seconds = Math.floor(state.clock.now() / 1000);
  return new SignJWT({ customerId })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .setIssuedAt(seconds)
    .setExpirationTime(seconds + LIFETIME_SECONDS)
    .sign(KEY);
}
