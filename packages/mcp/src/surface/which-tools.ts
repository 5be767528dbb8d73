import type { Capabilities, OperationId } from '@billport/core';
import type { Settings } from '../configuration/settings.ts';
import type { Need } from '../tools/tool.ts';
import type { SurfaceEntry } from './surface-entry.ts';

/** What decides which tools there are. */
export type Selection = Pick<Settings, 'toolsets' | 'tools' | 'excludedTools' | 'readOnly'>;

/** Why a tool is not there. */
export type Absence =
  /** The provider has none of these, and without any of them the tool does nothing. */
  | { readonly why: 'unsupported'; readonly operations: readonly OperationId[] }
  | { readonly why: 'read-only' | 'excluded' | 'switched-off' };

const operationsOf = (need: Need): readonly OperationId[] =>
  typeof need === 'string' ? [need] : need;

function isMet(need: Need, capabilities: Capabilities): boolean {
  return operationsOf(need).some(
    (operation) => (capabilities[operation]?.level ?? 'unsupported') !== 'unsupported',
  );
}

/**
 * Why a tool is not there; undefined where it is. What the provider lacks goes first, since nobody can
 * switch that on; read-only beats all other settings, also tools that are named one by one. Nothing
 * else decides: not who calls, and not what was called before (`facts/mcp.md §e.3 P4`).
 */
export function absenceOf(
  { toolset, kind, tool, needs }: SurfaceEntry,
  { readOnly, excludedTools, toolsets, tools }: Selection,
  capabilities: Capabilities,
): Absence | undefined {
  const missing = needs.find((need) => !isMet(need, capabilities));
  if (missing !== undefined) return { why: 'unsupported', operations: operationsOf(missing) };
  if (readOnly && kind !== 'reading') return { why: 'read-only' };
  if (excludedTools.includes(tool.name)) return { why: 'excluded' };
  if (toolsets.includes(toolset) || tools.includes(tool.name)) return undefined;
  return { why: 'switched-off' };
}

/** Whether somebody may use what needs `scope`; without authorization everybody may. */
export function hasScope(scopes: readonly string[] | undefined, scope: string): boolean {
  return scopes === undefined || scopes.includes(scope);
}
