/**
 * What no text of others may bring into an answer as it is: control characters and line ends,
 * everything invisible (zero-width, bidi, tags, variation selectors), private use and halves of
 * surrogate pairs, and the angle brackets that a fence is made of.
 */
const UNSAFE =
  /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800<>]/gu;

/** The same, and the backslash, so that each escaped text has one original only. */
const ESCAPED = new RegExp(`${UNSAFE.source}|\\\\`, 'gu');

const SHORT: ReadonlyMap<string, string> = new Map([
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
  ['\\', '\\\\'],
]);

function escapeCharacter(character: string): string {
  const short = SHORT.get(character);
  if (short !== undefined) return short;
  return Array.from(
    { length: character.length },
    (_, index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`,
  ).join('');
}

/**
 * Text of others as one line that shows all of it: what is unsafe is written as JSON escapes it
 * (`\n`, `\u003c`, `\udb40\udc41`), so that a reader who copies it into JSON gets back the original.
 * Source: `facts/mcp.md §e.3 S2`.
 */
export function escapeText(text: string): string {
  return text.replace(ESCAPED, escapeCharacter);
}

/** Text that may have been escaped before: backslashes stay as they are. */
export function escapeAgain(text: string): string {
  return text.replace(UNSAFE, escapeCharacter);
}

/** A pair of escapes, an escape, or a character: what must not be cut through. */
const PIECE = /\\ud[89ab][0-9a-f]{2}\\ud[c-f][0-9a-f]{2}|\\u[0-9a-f]{4}|\\.|./gsu;

/**
 * Escaped text of at most `longest` characters. What is longer ends in `…`, never within an escape.
 */
export function shorten(escaped: string, longest: number): string {
  if (escaped.length <= longest) return escaped;
  let length = 0;
  for (const [piece] of escaped.slice(0, longest + 12).matchAll(PIECE)) {
    if (length + piece.length > longest - 1) break;
    length += piece.length;
  }
  return `${escaped.slice(0, length)}…`;
}
