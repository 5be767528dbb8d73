import { z } from 'zod';
import { controlsOf } from '../arguments/controls.ts';
import type { Tool } from '../tools/tool.ts';
import { compactSchema, type JsonSchema } from './compact-schema.ts';
import type { PublishedToolOf, SurfaceEntry } from './surface-entry.ts';

const toJson = (schema: z.ZodType) => z.toJSONSchema(schema, { io: 'input' }) as JsonSchema;

function inputSchema(tool: Tool): PublishedToolOf['inputSchema'] {
  const own = toJson(tool.arguments);
  const controls = toJson(z.strictObject(controlsOf(tool.kind)));
  return compactSchema({
    ...own,
    properties: {
      ...(own.properties as object),
      ...(controls.properties as object),
      ...(own.properties as object),
    },
  }) as PublishedToolOf['inputSchema'];
}

/**
 * A tool as the lock file has it: its words, its safety as annotations, and the arguments that it and
 * the server take, as a compact schema.
 */
export function publishTool(tool: Tool): SurfaceEntry {
  const { name, title, description, safety, toolset, scope, needs, kind } = tool;
  return {
    toolset,
    scope,
    needs,
    kind,
    tool: { name, title, description, inputSchema: inputSchema(tool), annotations: safety },
  };
}
