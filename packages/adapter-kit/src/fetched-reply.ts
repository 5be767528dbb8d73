import { readBody } from './read-body.ts';
import type { Reply } from './reply.ts';

/** What fetch brought. */
export function fetchedReply(response: Response): Reply {
  const { status, ok, headers, body } = response;
  return { status, ok, headers, read: (most, keep) => readBody(body, most, keep) };
}
