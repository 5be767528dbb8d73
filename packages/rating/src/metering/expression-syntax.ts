import { BillingError } from '@billport/core';
import jsep from 'jsep';

/** Longest expression that is read; the contract's own limit. */
const MAX_LENGTH = 2000;
/** Parentheses within parentheses; more than people write, and far from the end of the stack. */
const MAX_DEPTH = 50;

/** Characters of the grammar outside text literals. */
const SOURCE = /^[A-Za-z0-9_.,()+\-*/ ]*$/;

/** What the parser would take although the grammar does not have it. */
const MISPLACED: readonly (readonly [pattern: RegExp, problem: string])[] = [
  [/[\w)] +\w|\) *\w/, 'two values stand side by side: put an operator or a comma between them.'],
  [/ \.|\. /, 'write names without blanks around the point.'],
  [/(?:^|[(,+\-*/]) *- *-/, 'only one minus may stand before a value.'],
  [/(?:^|[(,+\-*/]) *\+/, 'a plus before a value means nothing: leave it out.'],
];

/** What is wrong with an expression, naming the field. */
export const expressionError = (problem: string, cause?: unknown): BillingError =>
  new BillingError('invalid_input', {
    message: `expression: ${problem}`,
    issues: [{ path: ['expression'], message: problem }],
    ...(cause === undefined ? {} : { cause }),
  });

/** The expression without its text literals. */
function withoutTexts(source: string): string {
  return source.replace(/'[^']*'/g, ' 0 ');
}

function checkSource(source: string): void {
  if (source.length > MAX_LENGTH) {
    throw expressionError(`it is longer than ${MAX_LENGTH} characters: shorten it.`);
  }
  const code = withoutTexts(source);
  const strange = [...code].find((character) => !SOURCE.test(character));
  if (strange !== undefined) {
    throw expressionError(
      `the character ${JSON.stringify(strange)} means nothing here: write numbers, event.properties.NAME, 'text', + - * / and functions on one line.`,
    );
  }
  for (const [pattern, problem] of MISPLACED) {
    if (pattern.test(code.trim())) throw expressionError(problem);
  }
  let depth = 0;
  for (const character of code) {
    if (character === '(') depth++;
    if (character === ')') depth--;
    if (depth > MAX_DEPTH) {
      throw expressionError(
        `parentheses are nested more than ${MAX_DEPTH} deep: write it flatter.`,
      );
    }
  }
}

/**
 * Reads an expression into a syntax tree. The tree may still hold what the grammar of metric
 * expressions does not have: whoever walks it must refuse what it does not know.
 * @throws BillingError `invalid_input` naming `expression`.
 */
export function parseSyntax(source: string): jsep.CoreExpression {
  checkSource(source);
  try {
    return jsep(source) as jsep.CoreExpression;
  } catch (cause) {
    throw expressionError(`it cannot be read: ${(cause as Error).message}.`, cause);
  }
}
