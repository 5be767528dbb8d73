import { BillingError } from '@billport/core';
import { Refusal } from './answers/refusal.ts';

/** The stack without the words before it: their lines may look like its own. */
function framesOf({ stack = '', message }: Error): string[] {
  const start = stack.indexOf(message);
  const rest = start === -1 ? stack : stack.slice(start + message.length);
  return rest.split('\n').filter((line) => /^\s+at /.test(line));
}

/** Where in code that is not Node's own an error came from: `file:///app/provider.mjs:2:7`. */
function placeOf(error: Error): string | undefined {
  const places = framesOf(error).map(
    (line) => /(?:\(|at (?:async )?)([^()]+:\d+:\d+)\)?$/.exec(line)?.[1],
  );
  return places.find((place) => place !== undefined && !place.startsWith('node:'));
}

/** Of what somebody else threw: where, for the words may hold a key. */
function placeOfCause({ cause }: Error): string {
  if (!(cause instanceof Error) || BillingError.is(cause)) return '';
  const place = placeOf(cause);
  return place === undefined ? '' : ` [thrown at ${place}]`;
}

/**
 * A failure as it may be printed: errors in our own words as they are, with the place that somebody
 * else's came from which is behind them; of others only the kind and the place, for their words may
 * hold a key.
 */
export function describeFailure(error: unknown): string {
  if (BillingError.is(error) || error instanceof Refusal) {
    return `${error.message}${placeOfCause(error)}`;
  }
  if (!(error instanceof Error)) return `a thrown ${typeof error}`;
  const { code } = error as { code?: unknown };
  const isCode = typeof code === 'string' && /^[A-Z][A-Z_]{2,40}$/.test(code);
  return [isCode ? `${error.name} (${code})` : error.name, ...framesOf(error)].join('\n');
}
