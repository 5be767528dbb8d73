import { BillingError, checkInput, type Issue, type Operation, pathText } from '@billport/core';
import { z } from 'zod';
import { Refusal } from '../answers/refusal.ts';
import { words } from '../answers/words.ts';
import type { Tool } from '../tools/tool.ts';
import { type Controls, controlsOf, toControls } from './controls.ts';
import { knownNames } from './known-names.ts';
import { nearestNames } from './nearest-name.ts';

/** Arguments of a call, checked. */
export interface CheckedArguments {
  /** Those of the tool, as its schema makes them. */
  readonly args: never;
  readonly controls: Controls;
}

const controlSchemas = {
  reading: z.strictObject(controlsOf('reading')),
  changing: z.strictObject(controlsOf('changing')),
};

function issuesOf(schema: z.ZodType, given: unknown): { value: unknown; issues: readonly Issue[] } {
  try {
    const asOperation = { id: '', input: schema } as unknown as Operation;
    return { value: checkInput(asOperation, given), issues: [] };
  } catch (error) {
    if (BillingError.is(error) && error.issues !== undefined) {
      return { value: undefined, issues: error.issues };
    }
    throw error;
  }
}

/** Names that may stand where an unknown one does. */
const namesBeside = (tool: Tool, path: Issue['path']): string[] => [
  ...knownNames(tool.arguments, path.slice(0, -1)),
  ...(path.length === 1 ? Object.keys(controlsOf(tool.kind)) : []),
];

const isUnknown = ({ rule }: Issue) => rule === 'unrecognized_keys';

/** The name that is meant by an unknown one, if any is near. */
const meantBy = (tool: Tool, { path }: Issue): string | undefined =>
  nearestNames(String(path.at(-1)), namesBeside(tool, path))[0];

/** One thing wrong, in our words: names that the caller made up are its own. */
function sentence(tool: Tool, issue: Issue): string {
  const { path, message } = issue;
  if (!isUnknown(issue)) {
    const field = pathText(path);
    return field === '' ? message : `${words(field)}: ${message}`;
  }
  const names = namesBeside(tool, path);
  const nearest = meantBy(tool, issue);
  return `${words(pathText(path))}: Unknown argument. ${
    nearest === undefined ? `Known ones: ${names.join(', ')}.` : `Did you mean ${nearest}?`
  }`;
}

/** Most unknown names that are compared with the known ones. */
const MOST_COMPARED = 10;

/** Misspelled names first: what is missing beside them is what they were meant for. */
function misspelledFirst(tool: Tool, issues: readonly Issue[]): Issue[] {
  const unknown = issues.filter(isUnknown).slice(0, MOST_COMPARED);
  const misspelled = new Set(unknown.filter((issue) => meantBy(tool, issue) !== undefined));
  return [...misspelled, ...issues.filter((issue) => !misspelled.has(issue))];
}

function refuse(tool: Tool, found: readonly Issue[]): never {
  const issues = misspelledFirst(tool, found);
  const shown = issues.slice(0, 3).map((issue) => sentence(tool, issue));
  const rest = issues.length > 3 ? ` (and ${issues.length - 3} more)` : '';
  const field = pathText(issues[0]?.path ?? []);
  throw new Refusal('invalid_arguments', {
    message: `${shown.join(' · ')}${rest}`,
    field: field === '' ? undefined : field,
    next: `Correct the arguments and call ${tool.name} again.`,
  });
}

/**
 * Splits what the server itself takes from the arguments of a tool, and checks both. Nothing unknown
 * passes: it is named, with the nearest name that is known (`facts/mcp.md §e.3 R4`).
 * @throws Refusal `invalid_arguments` that names every field (the first three in words) and its rule.
 */
export function checkArguments(
  tool: Tool,
  given: Readonly<Record<string, unknown>>,
): CheckedArguments {
  const controlNames = controlsOf(tool.kind);
  const isControl = ([name]: [string, unknown]) => Object.hasOwn(controlNames, name);
  const entries = Object.entries(given);
  const own = issuesOf(
    tool.arguments,
    Object.fromEntries(entries.filter((each) => !isControl(each))),
  );
  const controls = issuesOf(
    controlSchemas[tool.kind],
    Object.fromEntries(entries.filter(isControl)),
  );
  const issues = [...own.issues, ...controls.issues];
  if (issues.length > 0) refuse(tool, issues);
  return {
    args: own.value as never,
    controls: toControls(
      controls.value as Record<string, unknown>,
      own.value as Record<string, unknown>,
    ),
  };
}
