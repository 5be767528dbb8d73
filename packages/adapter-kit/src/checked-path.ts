import { invalidInput } from '@billport/core';
import type { RequestPath } from './request-path.ts';

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

function problemOf(path: unknown, base: string): string | undefined {
  if (typeof path !== 'string') return 'Write it as text, such as "/things".';
  if (!path.startsWith('/')) return `Begin with a slash: it follows ${base || 'the base URL'}.`;
  if (/[?#]/.test(path)) return 'Leave out what follows ? or #: parameters belong into query.';
  if (!PATH.test(path)) return 'Encode each part with encodeURIComponent, and leave none empty.';
  const segments = path.slice(1).split('/').map(decoded);
  if (segments.includes(undefined)) return 'What follows % is no encoded text.';
  // Encoded or not, URLs take these for this folder and the one above.
  if (segments.some((segment) => segment === '.' || segment === '..')) {
    return 'Leave out the parts . and ..: they lead to another address.';
  }
  const repeats = base !== '' && `/${segments.join('/')}/`.startsWith(`${base}/`);
  return repeats ? `Leave out ${base}: it is there already.` : undefined;
}

/**
 * A path behind the base URL that somebody wrote as text. It cannot lead anywhere else: no other
 * host, no folder above, no query.
 * @param base the path that the base URL ends with, such as `/api/v1`; empty when absent
 * @throws BillingError `invalid_input` that says what is wrong with it.
 */
export function checkedPath(path: string, base = ''): RequestPath {
  const problem = problemOf(path, base);
  if (problem !== undefined) throw invalidInput([{ path: ['path'], message: problem }]);
  return path as RequestPath;
}
