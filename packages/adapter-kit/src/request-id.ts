import { credentialIn } from './refusal-body.ts';

/** What ids of requests are made of: counters, UUIDs, traces; no addresses, no words. */
const REQUEST_ID = /^[\w.:;=+-]{1,100}$/;

/**
 * The id of a request as the service tells it, which goes into errors and logs. None where the header
 * holds something else, or the credential: what stands between may send back what it was sent.
 * @param header the header's value; null where it is absent
 * @param authorization the value that was sent
 */
export function readRequestId(header: string | null, authorization: string): string | undefined {
  if (header === null || !REQUEST_ID.test(header)) return undefined;
  const credential = credentialIn(authorization);
  return credential !== undefined && header.includes(credential) ? undefined : header;
}
