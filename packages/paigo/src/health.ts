import { path } from '@billport/adapter-kit';
import { BillingError, emulated, type Handlers } from '@billport/core';
import type { CallContext, Connection } from './connection.ts';
import { isFields } from './wire/reading.ts';

/** Fields of the profile: one at least is there, however little is set (`facts/paigo.md §3.11`). */
const PROFILE = [
  'businessName',
  'addressLine1',
  'country',
  'supportEmail',
  'sendInvoiceEmail',
  'stripeAccountId',
  'redirectionUrl',
];

/** Whether it can be an account's profile, bare or in an envelope: an empty one is one. */
function isProfile(body: unknown): boolean {
  if (!isFields(body)) return false;
  if (Object.keys(body).length === 0) return true;
  const [profile] = [body.data ?? body].flat();
  return isFields(profile) && PROFILE.some((name) => Object.hasOwn(profile, name));
}

/** Gets a token and reads the account's profile, which is small. Nothing of it is brought. */
async function check(paigo: Connection, context: CallContext) {
  const request = { method: 'GET', path: path`/settings/profile`, repeat: 'read' } as const;
  try {
    const body = await paigo.send(request, context);
    if (isProfile(body)) return { ok: true };
  } catch (error) {
    // It answers, and cannot be used.
    const isDown = BillingError.is(error, 'unavailable') && error.status !== undefined;
    if (isDown) return { ok: false };
    throw error;
  }
  throw new BillingError('malformed_response', {
    message: 'Paigo answered without a profile. Check url or PAIGO_API_URL.',
  });
}

/** The port `health`. */
export function healthHandlers(paigo: Connection) {
  return {
    check: emulated(
      (_input, context) => check(paigo, context),
      'Paigo has no health check: a token is fetched and the profile of the account is read.',
    ),
  } satisfies Handlers['health'];
}
