/** A number that may have more digits than JavaScript's numbers hold. */
const LONG_NUMBER = /[\s:[,]-?\d{16}/;

/** Whole numbers beyond 2^53 as text, with all of their digits: amounts in minor units can be. */
function exactInteger(_: string, value: unknown, context?: { readonly source?: string }): unknown {
  const isCut = Number.isInteger(value) && !Number.isSafeInteger(value);
  return isCut ? (context?.source ?? value) : value;
}

/**
 * The parsed text, with whole numbers beyond 2^53 as text; undefined where it is no JSON, which
 * JSON itself cannot say.
 */
export function parseExactJson(text: string): unknown {
  return parseJson(text, LONG_NUMBER.test(text) ? exactInteger : undefined);
}

/** The parsed text; undefined where it is no JSON. */
export function parseJson(text: string, revive?: (key: string, value: unknown) => unknown) {
  try {
    return JSON.parse(text, revive) as unknown;
  } catch {
    return undefined;
  }
}
