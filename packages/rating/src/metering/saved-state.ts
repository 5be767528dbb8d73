import { BillingError, Decimal } from '@billport/core';

/** The fields of a saved state: text for numbers of any size, counts as JSON numbers. */
export type SavedState = Record<string, unknown>;

const unreadable = (what: string, cause?: unknown) =>
  new BillingError('configuration', {
    message: `A stored meter state is unreadable (${what}): compute the usage again from the stored events.`,
    ...(cause === undefined ? {} : { cause }),
  });

/**
 * Reads what a meter saved.
 * @throws BillingError `configuration` when it is not a JSON object with this signature.
 */
export function parseState(json: string, signature: string): SavedState {
  let state: unknown;
  try {
    state = JSON.parse(json);
  } catch (cause) {
    throw unreadable('not JSON', cause);
  }
  if (typeof state !== 'object' || state === null || Array.isArray(state)) {
    throw unreadable('not an object');
  }
  const saved = state as SavedState;
  if (saved.kind !== signature) {
    throw unreadable(`kind ${JSON.stringify(saved.kind)} where ${signature} is expected`);
  }
  return saved;
}

/**
 * A part of a saved state. One that is missing has no fields, so that reading them fails.
 * @returns undefined where there is no saved state.
 */
export function savedPart(state: SavedState | undefined, field: string): SavedState | undefined {
  if (state === undefined) return undefined;
  const value = state[field];
  return typeof value === 'object' && value !== null ? (value as SavedState) : {};
}

/** @throws BillingError `configuration` when the field is not a decimal string. */
export function savedDecimal(state: SavedState, field: string): Decimal {
  const value = state[field];
  if (!Decimal.isDecimal(value)) throw unreadable(`field ${field}`);
  return Decimal.parse(value);
}

/** @throws BillingError `configuration` when the field is not a whole number. */
export function savedInteger(state: SavedState, field: string): number {
  const value = state[field];
  if (!Number.isSafeInteger(value)) throw unreadable(`field ${field}`);
  return value as number;
}

/** @throws BillingError `configuration` when the field is not a whole number from zero up. */
export function savedCount(state: SavedState, field: string): number {
  const value = savedInteger(state, field);
  if (value < 0) throw unreadable(`field ${field}`);
  return value;
}

/**
 * An instant in epoch milliseconds, or undefined where none was saved.
 * @throws BillingError `configuration` when the field is there and not a whole number.
 */
export function savedInstant(state: SavedState, field: string): number | undefined {
  return state[field] === undefined ? undefined : savedInteger(state, field);
}
