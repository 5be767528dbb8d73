import type { RequestPath } from '@billport/adapter-kit';
import { invalidInput } from '@billport/core';

/** Segments of what may stand in an address as it is, or encoded (RFC 3986, 3.3). */
const PATH = /^(?:\/(?:[\w.~!$&'()*+,;=:@-]|%[0-9A-Fa-f]{2})+)+$/;

/** The decoded segment; undefined where it is no encoded text. */
function decoded(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined;
  }
}

function problemOf(path: unknown): string | undefined {
  if (typeof path !== 'string') return 'Write it as text, such as "/add_ons".';
  if (!path.startsWith('/')) return 'Begin with a slash: it follows /api/v1.';
  if (/[?#]/.test(path)) return 'Leave out what follows ? or #: parameters belong into query.';
  if (!PATH.test(path)) return 'Encode each part with encodeURIComponent, and leave none empty.';
  const segments = path.slice(1).split('/').map(decoded);
  if (segments.includes(undefined)) return 'What follows % is no encoded text.';
  // Encoded or not, URLs take these for this folder and the one above.
  if (segments.some((segment) => segment === '.' || segment === '..')) {
    return 'Leave out the parts . and ..: they lead to another address.';
  }
  if (segments[0] === 'api' && segments[1] === 'v1')
    return 'Leave out /api/v1: it is there already.';
  return undefined;
}

/**
 * A path behind the base URL that somebody wrote as text. It cannot lead anywhere else: no other
 * host, no folder above, no query.
 * @throws BillingError `invalid_input` that says what is wrong with it.
 */
export function checkedPath(path: string): RequestPath {
  const problem = problemOf(path);
  if (problem !== undefined) throw invalidInput([{ path: ['path'], message: problem }]);
  return path as RequestPath;
}
