import { PROVIDER_VARIABLES, VARIABLES } from '../packages/mcp/src/configuration/variables.ts';
import { HTTP_VARIABLES } from '../packages/mcp/src/http/http-variables.ts';
import { surface } from '../packages/mcp/src/surface/surface.ts';
import type { SurfaceEntry } from '../packages/mcp/src/surface/surface-entry.ts';

/** A part of a page that is made from the code, between two comments that name it. */
export interface GeneratedPart {
  /** The page, from the root. */
  readonly page: string;
  readonly name: string;
  readonly text: string;
}

const row = (cells: readonly string[]) =>
  `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`;

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n');
}

/** What a tool does to the world. What moves money or cannot be undone has a scope of its own, and asks. */
function effectOf({ kind, scope }: SurfaceEntry): string {
  if (kind === 'reading') return 'reads';
  return scope === 'billing:money' ? 'asks first' : 'changes';
}

function toolTable(): string {
  return table(
    ['tool', 'toolset', 'what it does', 'effect'],
    surface.entries.map((entry) => [
      `\`${entry.tool.name}\``,
      entry.toolset,
      entry.tool.description,
      effectOf(entry),
    ]),
  );
}

function variableTable(): string {
  const rows = { ...PROVIDER_VARIABLES, ...VARIABLES, ...HTTP_VARIABLES };
  return table(
    ['variable', 'what it is (what holds when it is absent)'],
    Object.entries(rows).map(([name, meaning]) => [`\`${name}\``, meaning]),
  );
}

/** All parts of pages about the MCP server that are made from its code. */
export function mcpParts(): GeneratedPart[] {
  return [
    { page: 'packages/mcp/README.md', name: 'tools', text: toolTable() },
    { page: 'docs/agents.md', name: 'variables', text: variableTable() },
  ];
}

const opening = (name: string) => `<!-- ${name}: made by \`pnpm mcp:docs\` -->`;
const closing = (name: string) => `<!-- end of ${name} -->`;

/**
 * A page with its generated part in the place of the one that it has.
 * @throws Error where the page has no such part.
 */
export function withPart(page: string, { name, text }: GeneratedPart): string {
  const [before, rest] = page.split(opening(name));
  const [, after] = rest?.split(closing(name)) ?? [];
  if (before === undefined || after === undefined) {
    throw new Error(`The page has no place for ${name}: ${opening(name)} … ${closing(name)}`);
  }
  return `${before}${opening(name)}\n\n${text}\n\n${closing(name)}${after}`;
}
