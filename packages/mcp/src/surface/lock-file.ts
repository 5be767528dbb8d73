import { ALL_TOOLS } from '../tools/all-tools.ts';
import { publishTool } from './publish-tool.ts';

/** The text of `tools.lock.json`, made from the declarations of all tools. */
export function lockFile(): string {
  return `${JSON.stringify({ tools: ALL_TOOLS.map(publishTool) }, undefined, 2)}\n`;
}
