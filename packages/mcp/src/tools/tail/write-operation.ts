import { checkInput, Link, type OperationId, type Result } from '@billport/core';
import { z } from 'zod';
import type { Answer } from '../../answers/answer.ts';
import { Refusal } from '../../answers/refusal.ts';
import type { Change } from '../change.ts';
import { promises } from '../promised.ts';
import { changingTool } from '../tool.ts';
import type { ToolCall } from '../tool-call.ts';
import { requireShowable, valuesInWords } from '../values-in-words.ts';
import { CHANGING_OPERATIONS } from './changing-operations.ts';
import { dedicatedTool } from './dedicated-tools.ts';
import { type FoundOperation, findOperation } from './find-operation.ts';
import { movedBy } from './operation-money.ts';
import { saySubjects, subjectsOf, targetsOf } from './operation-subjects.ts';
import { shownItem } from './shown-by-operation.ts';

const writeArguments = z.strictObject({
  operation: z.string().trim().min(1).max(100),
  input: z.record(z.string(), z.unknown()).default({}),
  /** A control of the server, which for this tool is on until it is switched off. */
  dry_run: z.boolean().default(true),
});

/** @throws Refusal `invalid_arguments` for an operation that changes nothing. */
function refuseReads({ id, effect }: FoundOperation): void {
  if (effect !== 'read') return;
  throw new Refusal('invalid_arguments', {
    field: 'operation',
    message: `operation: ${id} changes nothing, and write_operation only changes things.`,
    next: `Call ${dedicatedTool(id) ?? 'read_operation'}, or read_operation with ${id}.`,
  });
}

/** `, or call record_usage`: another tool that does the same. */
function dedicatedHint(id: OperationId): string {
  const tool = dedicatedTool(id);
  return tool === undefined ? '' : `, or call ${tool}`;
}

/** What the operation does: as the contract has it, or as a provider says who does it otherwise. */
function doing({ id, summary }: FoundOperation, call: ToolCall): string {
  const { note = summary } = call.billing.capabilities[id];
  return promises(call, id) ? summary : note;
}

function effectOf(
  operation: FoundOperation,
  call: ToolCall,
  { values, about }: { readonly values: string[]; readonly about: string[] },
): string {
  const given = values.length === 0 ? '' : ` Given: ${values.join(', ')}.`;
  const on = about.length === 0 ? '' : ` Now: ${about.join('; ')}.`;
  return `${operation.id}: ${doing(operation, call)}${on}${given}`;
}

function shown(operation: FoundOperation, result: Result<object>, call: ToolCall): Answer {
  return {
    summary: `Done: ${operation.id}.`,
    facts: { result: shownItem(operation, result, call.detailed) },
    warnings: result.warnings,
    isSensitive: operation.output === Link,
  };
}

async function planIt(
  { operation: id, input }: z.output<typeof writeArguments>,
  call: ToolCall,
): Promise<Change> {
  const operation = findOperation(id, call);
  refuseReads(operation);
  const checked = checkInput(operation, input) as Readonly<Record<string, unknown>>;
  const values = valuesInWords(input);
  requireShowable(values, {
    field: 'input',
    next: `Change less at a time${dedicatedHint(operation.id)}.`,
  });
  const subjects = await subjectsOf(operation.id, checked, call);
  const { money, says } = await movedBy(operation.id, checked, subjects, call);
  return {
    effect: `${effectOf(operation, call, { values, about: saySubjects(subjects) })}${says}`,
    needsConsent: true,
    money,
    targets: [`operation:${operation.id}`, ...targetsOf(subjects)],
    basis: subjects,
    calls: [{ operation: operation.id, input }],
    show: ([result]) => shown(operation, result as Result<object>, call),
  };
}

/** Runs any operation that changes something. Somebody has to agree, whatever it is. */
export const writeOperation = changingTool({
  name: 'write_operation',
  title: 'Write by operation',
  description:
    'Run a changing operation that search_operations found. Only previews unless dry_run is false.',
  toolset: 'tail',
  scope: 'billing:money',
  safety: {
    readOnlyHint: false,
    destructiveHint: true,
    idempotentHint: false,
    openWorldHint: true,
  },
  needs: [CHANGING_OPERATIONS],
  arguments: writeArguments,
  plan: planIt,
});
