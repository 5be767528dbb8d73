import { BillingError } from '@billport/core';
import { Refusal } from './answers/refusal.ts';

/**
 * A failure as it may be printed: errors in our own words as they are, of others only the kind and
 * the place, for their words may hold a key.
 */
export function describeFailure(error: unknown): string {
  if (BillingError.is(error) || error instanceof Refusal) return error.message;
  if (!(error instanceof Error)) return `a thrown ${typeof error}`;
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  const { code } = error as { code?: unknown };
  const isCode = typeof code === 'string' && /^[A-Z][A-Z_]{2,40}$/.test(code);
  return [isCode ? `${error.name} (${code})` : error.name, ...frames].join('\n');
}
