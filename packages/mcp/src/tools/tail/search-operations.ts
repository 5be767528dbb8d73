import { type OperationId, operations } from '@billport/core';
import { z } from 'zod';
import type { Answer, Fact } from '../../answers/answer.ts';
import { words } from '../../answers/words.ts';
import { readingTool } from '../tool.ts';
import type { ToolCall } from '../tool-call.ts';
import { dedicatedTool } from './dedicated-tools.ts';
import { inputSchema, searchIndex } from './operation-index.ts';
import { outlineRows } from './schema-outline.ts';

/** Operations of one answer. */
const MOST_HITS = 3;

/** How deep the input of the best hit, and that of the others, is shown: together 1,200 tokens. */
const BEST_DEPTH = 3;
const OTHER_DEPTH = 1;

/** How deep the input of an operation is shown that was asked for by its id. */
const WHOLE_DEPTH = 5;

function shownOperation({ billing }: ToolCall, id: OperationId, depth: number): Fact {
  const operation = operations.get(id);
  const { level, note } = billing.capabilities[id];
  const tool = dedicatedTool(id);
  return {
    operation: id,
    effect: operation?.effect,
    movesMoney: operation?.money || undefined,
    summary: operation?.summary,
    call: operation?.effect === 'read' ? 'read_operation' : 'write_operation',
    betterTool: tool === undefined ? undefined : `${tool}, if you have it`,
    provider: level === 'native' ? undefined : `${level}${note === undefined ? '' : `: ${note}`}`,
    input: outlineRows([inputSchema(id)], depth) as unknown as Fact,
  };
}

function nothingFound(query: string): Answer {
  const ports = [...new Set([...operations.keys()].map((id) => id.split('.')[0]))];
  return {
    summary: `No operation fits ${words(query)}.`,
    facts: { items: [] },
    next: `Search again with other words, such as those of a port: ${ports.join(', ')}.`,
  };
}

function search({ query }: { query: string }, call: ToolCall): Answer {
  const isId = operations.has(query.trim() as OperationId);
  const ids = isId ? [query.trim() as OperationId] : searchIndex(query, MOST_HITS);
  if (ids.length === 0) return nothingFound(query);
  const depths = isId ? [WHOLE_DEPTH] : [BEST_DEPTH, OTHER_DEPTH, OTHER_DEPTH];
  return {
    summary: isId
      ? `${ids[0]} with its whole input.`
      : `${ids.length} of ${operations.size} operations fit ${words(query)}, the best first.`,
    facts: { items: ids.map((id, index) => shownOperation(call, id, depths[index] ?? 1)) },
    next: isId
      ? undefined
      : 'A field ending in ? is optional, one with [] a list. Search by id for the whole input of one operation.',
  };
}

/** Finds operations that have no tool of their own. */
export const searchOperations = readingTool({
  name: 'search_operations',
  title: 'Search operations',
  description:
    'Find operations beyond the other tools, by words or by id: the 3 best with input and effect.',
  toolset: 'tail',
  scope: 'billing:read',
  safety: {
    readOnlyHint: true,
    destructiveHint: false,
    idempotentHint: true,
    openWorldHint: false,
  },
  needs: [],
  arguments: z.strictObject({ query: z.string().trim().min(1).max(300) }),
  read: async (args, call) => search(args, call),
});
