import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { mcpParts, withPart } from '../../scripts/mcp-documents.ts';

describe('pages about the MCP server', () => {
  it.each(mcpParts())('$page has the $name that the code has: else run `pnpm mcp:docs`', (part) => {
    const page = readFileSync(part.page, 'utf8');
    expect(page).toBe(withPart(page, part));
  });

  it('show another tool or variable, or these would be no tests', () => {
    const part = { page: 'a.md', name: 'tools', text: 'new' };
    const page = 'a\n<!-- tools: made by `pnpm mcp:docs` -->\n\nold\n\n<!-- end of tools -->\nb';
    expect(withPart(page, part)).toBe(page.replace('old', 'new'));
    expect(() => withPart('a', part)).toThrow('no place for tools');
  });
});
