import { checkInput, Link, type Result } from '@billport/core';
import { z } from 'zod';
import type { Answer } from '../../answers/answer.ts';
import { isPersonal } from '../../answers/personal-data.ts';
import { Refusal } from '../../answers/refusal.ts';
import { words } from '../../answers/words.ts';
import type { Change } from '../change.ts';
import { keyInWords } from '../named.ts';
import { changingTool } from '../tool.ts';
import type { ToolCall } from '../tool-call.ts';
import { dedicatedTool } from './dedicated-tools.ts';
import { type FoundOperation, findOperation } from './find-operation.ts';
import { moneyOf } from './operation-money.ts';
import { saySubjects, subjectsOf, targetsOf } from './operation-subjects.ts';
import { shownItem } from './shown-by-operation.ts';

const writeArguments = z.strictObject({
  operation: z.string().trim().min(1).max(100),
  input: z.record(z.string(), z.unknown()).default({}),
  /** A control of the server, which for this tool is on until it is switched off. */
  dry_run: z.boolean().default(true),
});

/** Values of an input that somebody who is asked gets to see. */
const MOST_VALUES = 40;

/** @throws Refusal `invalid_arguments` for an operation that changes nothing. */
function refuseReads({ id, effect }: FoundOperation): void {
  if (effect !== 'read') return;
  throw new Refusal('invalid_arguments', {
    field: 'operation',
    message: `operation: ${id} changes nothing, and write_operation only changes things.`,
    next: `Call ${dedicatedTool(id) ?? 'read_operation'}, or read_operation with ${id}.`,
  });
}

/**
 * Every value of an input with its place: `"items[0].units" "2"`. Whoever is asked has to see what is
 * agreed to: the policy on personal data holds back what tells who somebody is, and nothing else.
 */
function valuesOf(value: unknown, place: string, isPrivate = false): string[] {
  if (value === undefined) return [];
  const say = isPrivate ? words : keyInWords;
  if (typeof value !== 'object' || value === null) {
    return [`${keyInWords(place)} ${typeof value === 'string' ? say(value) : String(value)}`];
  }
  return Object.entries(value).flatMap(([name, inner]) => {
    if (Array.isArray(value)) return valuesOf(inner, `${place}[${name}]`, isPrivate);
    const innerPlace = place === '' ? name : `${place}.${name}`;
    return valuesOf(inner, innerPlace, isPrivate || isPersonal(name, value));
  });
}

function effectOf({ id, summary }: FoundOperation, input: object, about: string[]): string {
  const values = valuesOf(input, '');
  const rest = values.length > MOST_VALUES ? `, and ${values.length - MOST_VALUES} more` : '';
  const given =
    values.length === 0 ? '' : ` Given: ${values.slice(0, MOST_VALUES).join(', ')}${rest}.`;
  const on = about.length === 0 ? '' : ` Now: ${about.join('; ')}.`;
  return `${id}: ${summary}${on}${given}`;
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
  const subjects = await subjectsOf(operation.id, checked, call);
  return {
    effect: effectOf(operation, input, saySubjects(subjects)),
    needsConsent: true,
    money: await moneyOf(operation.id, checked, subjects, call),
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
  needs: [],
  arguments: writeArguments,
  plan: planIt,
});
