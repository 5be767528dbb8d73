import type { McpServer } from '@modelcontextprotocol/server';
import { registerCompletions } from '../completions/register-completions.ts';
import { registerPrompts } from '../prompts/register-prompts.ts';
import { registerResources } from '../resources/register-resources.ts';
import type { LookingServer } from './looking-server.ts';

/** Gives a server its resources, prompts and completions: all that looks and is no tool. */
export function registerLooks(server: McpServer, looking: LookingServer): void {
  registerResources(server, looking);
  registerPrompts(server, looking);
  registerCompletions(server, looking);
}
