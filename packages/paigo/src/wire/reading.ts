import { decimalFromNotation } from '@billport/adapter-kit';
import { BillingError, Decimal } from '@billport/core';

/** An object of Paigo's, of which nothing is known yet. */
export type Fields = Readonly<Record<string, unknown>>;

/** Whether the value is an object that is no list. */
export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * What stands under `data` of a reply, as a list: Paigo sends a list, the thing itself, or null
 * (`facts/paigo.md §3`, §6.7).
 * @throws BillingError `malformed_response` for anything else.
 */
export function dataOf(body: unknown): Fields[] {
  const data = Array.isArray(body) ? body : isFields(body) ? body.data : undefined;
  if (data === null) return [];
  const list = isFields(data) ? [data] : data;
  if (Array.isArray(list) && list.every(isFields)) return list;
  throw new BillingError('malformed_response', { message: 'Paigo answered without data.' });
}

/**
 * The things in a field: Paigo sends a list, one thing by itself, or null
 * (`facts/paigo.md §3`, §6.7). Null among them is none.
 * @typeParam Wire what one is said to be: nothing of it is checked, but that it is an object
 * @throws BillingError `malformed_response` for anything else.
 */
export function listOf<Wire = Fields>(value: unknown): Wire[] {
  if (value === undefined || value === null) return [];
  const list = Array.isArray(value) ? value.filter((each) => each !== null) : [value];
  if (list.every(isFields)) return list as Wire[];
  throw new BillingError('malformed_response', {
    message: 'Paigo answered with something else than a list of things.',
  });
}

/** Digits that a number of Paigo's may have: one of more is no amount. */
const MOST_DIGITS = 400;

/**
 * A decimal that Paigo writes as text or as a number, as text without an exponent: `1e-7` is
 * `0.0000001`. Undefined where there is none.
 */
export function decimalOf(value: unknown): string | undefined {
  if (typeof value !== 'number' && typeof value !== 'string') return undefined;
  const text = String(value).trim();
  if (/^-?\d+(?:\.\d+)?$/.test(text)) return text;
  const plain = decimalFromNotation(text, MOST_DIGITS)?.toString();
  return Decimal.isDecimal(plain) ? plain : undefined;
}

/** A text; undefined where there is none or it is empty. */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
