import type { Capabilities } from '@billport/core';
import { Refusal } from '../answers/refusal.ts';
import type { SurfaceEntry } from '../surface/surface-entry.ts';
import type { Absence } from '../surface/which-tools.ts';
import { operationsOfTool } from '../tools/tail/dedicated-tools.ts';

/** A tool that there is, and not here. */
export interface AbsentTool {
  readonly entry: SurfaceEntry;
  readonly absence: Absence;
}

/** What tells how to go on without it. */
export interface AbsentToolPlace {
  /** Short name of the provider. */
  readonly provider: string;
  readonly capabilities: Capabilities;
  /** Names of the tools that the caller has. */
  readonly tools: readonly string[];
}

const listOf = (names: readonly string[]) => names.join(', ').replace(/, (?=[^,]*$)/, ' or ');

const isServed = (capabilities: Capabilities) => (operation: keyof Capabilities) =>
  (capabilities[operation]?.level ?? 'unsupported') !== 'unsupported';

/** The tools of the tail that do what a tool does which is switched off; undefined where there are none. */
function otherWay(
  { kind, tool }: SurfaceEntry,
  { tools, capabilities }: AbsentToolPlace,
): string | undefined {
  const runs = kind === 'reading' ? 'read_operation' : 'write_operation';
  const operations = operationsOfTool(tool.name).filter(isServed(capabilities));
  if (!tools.includes(runs) || operations.length === 0) return undefined;
  return `${runs} does it with ${listOf(operations)}`;
}

function switchedOff(entry: SurfaceEntry, place: AbsentToolPlace): Refusal {
  const { name } = entry.tool;
  const way = otherWay(entry, place);
  const ask = (how: string) =>
    `${how} whoever runs this server to switch it on (BILLING_MCP_TOOLS=${name}).`;
  return new Refusal('unsupported', {
    message: `${name} is switched off: it is of the toolset ${entry.toolset}, which is not on.`,
    next: way === undefined ? ask('Ask') : `${way}; ${ask('or ask')}`,
  });
}

function notServed(
  name: string,
  operations: readonly (keyof Capabilities)[],
  { provider, capabilities }: AbsentToolPlace,
): Refusal {
  const notes = operations.flatMap((operation) => capabilities[operation]?.note ?? []);
  return new Refusal('unsupported', {
    message:
      operations.length > 10
        ? `${name} is not there: ${provider} has nothing for it.`
        : `${name} is not there: ${provider} has no ${listOf(operations)}.`,
    next:
      notes.length === 0
        ? 'Nobody can switch it on: billing://capabilities tells what this provider does.'
        : `Nobody can switch it on. ${[...new Set(notes)].join(' ')}`,
  });
}

/** Why a call of a tool that is not there does nothing, and how to go on: what holds, and no guesses. */
export function refusalOfAbsent({ entry, absence }: AbsentTool, place: AbsentToolPlace): Refusal {
  const { name } = entry.tool;
  switch (absence.why) {
    case 'unsupported':
      return notServed(name, absence.operations, place);
    case 'read-only':
      return new Refusal('unsupported', {
        message: `${name} is not there: this server is read-only, and nothing is changed through it.`,
        next: 'Tell the user: whoever runs the server has decided it. Other tools change nothing either.',
      });
    case 'excluded':
      return new Refusal('unsupported', {
        message: `${name} is not there: BILLING_MCP_EXCLUDE_TOOLS leaves it out.`,
        next: 'Ask whoever runs this server; do not look for another way.',
      });
    case 'switched-off':
      return switchedOff(entry, place);
  }
}
