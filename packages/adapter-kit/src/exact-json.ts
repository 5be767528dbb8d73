import { decimalFromNotation } from './decimal-notation.ts';

/** JavaScript's numbers hold all decimals of fewer characters. */
const SHORTEST_LONG = 16;

/**
 * A number that may have more digits than JavaScript's numbers hold, behind what stands before it. Its
 * lengths are bounded: a search that may take all of a long text runs out of stack.
 */
const LONG_NUMBER = /[\s:[,](-?\d[\d.]{15,400}(?:[eE][+-]?\d{1,9})?)/g;

const WHOLE = /^-?\d+$/;

/** Digits that are compared: a number of more is taken for another than JavaScript's. */
const MOST_DIGITS = 400;

/** Whether a number of JSON is not what JavaScript makes of it, or may not be; never for what is none. */
function isCut(source: string): boolean {
  if (source.length > MOST_DIGITS) return true;
  const value = Number(source);
  if (Number.isNaN(value)) return false;
  if (WHOLE.test(source)) return !Number.isSafeInteger(value);
  const text = String(value);
  if (text === source) return false;
  const [told, kept] = [source, text].map((each) => decimalFromNotation(each, MOST_DIGITS));
  return told === undefined || kept === undefined || !told.equals(kept);
}

/** Numbers that JavaScript cannot hold as text, with all of their digits. */
function exactNumber(_: string, value: unknown, context?: { readonly source?: string }): unknown {
  if (typeof value !== 'number') return value;
  const source = context?.source ?? '';
  return source.length >= SHORTEST_LONG && isCut(source) ? source : value;
}

/** Whether there is a number that JavaScript cannot hold: to look at each one takes many times as long. */
function hasCutNumber(text: string): boolean {
  for (const [, source = ''] of text.matchAll(LONG_NUMBER)) if (isCut(source)) return true;
  return false;
}

/**
 * The parsed text, with numbers of so many digits that JavaScript's would be others as text: whole ones
 * beyond 2^53, and decimals such as 90071992547409.937. Undefined where it is no JSON, which JSON
 * itself cannot say.
 */
export function parseExactJson(text: string): unknown {
  return parseJson(text, hasCutNumber(text) ? exactNumber : undefined);
}

/** The parsed text; undefined where it is no JSON. */
export function parseJson(text: string, revive?: (key: string, value: unknown) => unknown) {
  try {
    return JSON.parse(text, revive) as unknown;
  } catch {
    return undefined;
  }
}
