import { readFileSync } from 'node:fs';

/** A fenced block of a page. */
export interface CodeBlock {
  readonly file: string;
  /** Line of its first line of code, from 1. */
  readonly line: number;
  readonly language: string;
  readonly code: string;
}

const FENCE =
  /^(?<margin>[ \t]*(?:\* ?)?)```(?<language>[\w-]*)[^\n]*\n(?<code>[\s\S]*?)^[ \t]*(?:\* ?)?```[ \t]*$/gm;

/**
 * The fenced blocks of a page, in order; also those of the docstrings in a source file, without the
 * stars of the comment.
 */
export function codeBlocks(file: string): CodeBlock[] {
  const text = readFileSync(file, 'utf8');
  return [...text.matchAll(FENCE)].map((match) => {
    const { margin = '', language = '', code = '' } = match.groups ?? {};
    return {
      file,
      line: text.slice(0, match.index).split('\n').length + 1,
      language,
      code: margin.includes('*') ? code.replace(/^[ \t]*\* ?/gm, '') : code,
    };
  });
}
