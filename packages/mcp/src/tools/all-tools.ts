import type { Tool } from './tool.ts';
import { TOOL_NAMES } from './tool-names.ts';

/** Every tool, by the index of its folder. */
const DECLARED: readonly Tool[] = [];

const placeOf = (tool: Tool) => (TOOL_NAMES as readonly string[]).indexOf(tool.name);

/** Every tool of the server, in the order in which they are listed (`facts/mcp.md §f`). */
export const ALL_TOOLS: readonly Tool[] = DECLARED.toSorted(
  (one, other) => placeOf(one) - placeOf(other),
);
