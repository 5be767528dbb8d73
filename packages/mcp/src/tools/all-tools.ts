import { ADMIN } from './admin/index.ts';
import { CORE_CHANGING } from './core/changing.ts';
import { CORE_READING } from './core/reading.ts';
import { INVOICING } from './invoicing/index.ts';
import { TAIL } from './tail/index.ts';
import type { Tool } from './tool.ts';
import { TOOL_NAMES } from './tool-names.ts';

const DECLARED: readonly Tool[] = [
  ...CORE_READING,
  ...CORE_CHANGING,
  ...TAIL,
  ...INVOICING,
  ...ADMIN,
];

const placeOf = (tool: Tool) => (TOOL_NAMES as readonly string[]).indexOf(tool.name);

/** Every tool of the server, in the order in which they are listed (`facts/mcp.md §f`). */
export const ALL_TOOLS: readonly Tool[] = DECLARED.toSorted(
  (one, other) => placeOf(one) - placeOf(other),
);
