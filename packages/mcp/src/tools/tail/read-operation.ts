import type { Operation, Page, Result } from '@billport/core';
import { z } from 'zod';
import type { Answer, Fact } from '../../answers/answer.ts';
import { pageAnswer } from '../../answers/page-answer.ts';
import { Refusal } from '../../answers/refusal.ts';
import { whole } from '../../answers/shown/whole.ts';
import { PAGE_SIZE } from '../page-arguments.ts';
import { readingTool } from '../tool.ts';
import type { ToolCall } from '../tool-call.ts';
import { callOperation } from './call-operation.ts';
import { type FoundOperation, findOperation } from './find-operation.ts';
import { fieldPicker } from './pick-fields.ts';
import { shownItem } from './shown-by-operation.ts';

const readArguments = z.strictObject({
  operation: z.string().trim().min(1).max(100).describe('Id, such as creditNotes.list.'),
  input: z.record(z.string(), z.unknown()).default({}),
  fields: z
    .array(z.string().trim().min(1).max(200))
    .min(1)
    .max(50)
    .optional()
    .describe('Only these: "totals.due".'),
});

/** @throws Refusal `denied` for an operation that changes something. */
function refuseChanges({ id, effect }: FoundOperation): void {
  if (effect === 'read') return;
  throw new Refusal('denied', {
    field: 'operation',
    message: `operation: ${id} changes something, and read_operation only reads.`,
    next: `If that is what is wanted, call write_operation with ${id}.`,
  });
}

function shownPage(
  operation: Operation,
  { items, nextCursor, warnings }: Page<object>,
  show: (item: object) => Fact,
): Answer {
  const answer = pageAnswer({
    noun: 'item',
    about: `of ${operation.id}`,
    items: items.map(show),
    nextCursor,
    warnings,
  });
  return {
    ...answer,
    next: answer.next && 'For more, call again with input.cursor: nextCursor.',
    rest: (shown) =>
      `Call again with input.limit: ${shown} and the same input.cursor as now, then go on from its nextCursor; with fields, more items fit.`,
  };
}

async function readIt(
  { operation: id, input, fields }: z.output<typeof readArguments>,
  call: ToolCall,
): Promise<Answer> {
  const operation = findOperation(id, call);
  refuseChanges(operation);
  const pick = fields === undefined ? undefined : fieldPicker(operation, fields);
  if (operation.shape === 'one') {
    const result = (await callOperation(call, operation, input)) as Result<object>;
    const facts = whole(result);
    return {
      summary: `What ${operation.id} brought.`,
      facts: { result: pick === undefined ? facts : pick(facts) },
      warnings: result.warnings,
    };
  }
  const page = await callOperation(call, operation, { limit: PAGE_SIZE, ...input });
  return shownPage(operation, page as Page<object>, (item) =>
    pick === undefined ? shownItem(operation, item, call.detailed) : pick(whole(item)),
  );
}

/** Runs any operation that only reads. */
export const readOperation = readingTool({
  name: 'read_operation',
  title: 'Read by operation',
  description: 'Run a reading operation that search_operations found.',
  toolset: 'tail',
  scope: 'billing:read',
  safety: {
    readOnlyHint: true,
    destructiveHint: false,
    idempotentHint: true,
    openWorldHint: false,
  },
  needs: [],
  arguments: readArguments,
  read: readIt,
});
