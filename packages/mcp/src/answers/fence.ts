import { randomBytes } from 'node:crypto';

/**
 * Puts lines of facts between two marks that nobody can guess: what others wrote cannot end them,
 * because it does not know the name, and cannot write an angle bracket (`facts/mcp.md §e.3 S2`).
 */
export function fence(lines: readonly string[]): string {
  const name = `data-${randomBytes(8).toString('hex')}`;
  return [`<${name}>`, ...lines, `</${name}>`].join('\n');
}
