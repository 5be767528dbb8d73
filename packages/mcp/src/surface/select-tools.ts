import type { Capabilities, OperationId } from '@billport/core';
import type { Settings } from '../configuration/settings.ts';
import type { SurfaceEntry } from './surface-entry.ts';

/** What decides which tools there are. */
export type Selection = Pick<Settings, 'toolsets' | 'tools' | 'excludedTools' | 'readOnly'>;

function isServed(needs: readonly OperationId[], capabilities: Capabilities): boolean {
  return (
    needs.length === 0 ||
    needs.some((operation) => (capabilities[operation]?.level ?? 'unsupported') !== 'unsupported')
  );
}

/** Whether a tool may be there at all: switched on, not excluded, and not against read-only. */
function isWanted({ toolset, kind, tool }: SurfaceEntry, selection: Selection): boolean {
  // Read-only beats everything: also tools that are named one by one.
  if (selection.readOnly && kind !== 'reading') return false;
  if (selection.excludedTools.includes(tool.name)) return false;
  return selection.toolsets.includes(toolset) || selection.tools.includes(tool.name);
}

/**
 * The tools that the configuration and the provider leave, in their order. Nothing else decides: not
 * who calls, and not what was called before (`facts/mcp.md §e.3 P4`).
 */
export function selectTools(
  entries: readonly SurfaceEntry[],
  selection: Selection,
  capabilities: Capabilities,
): SurfaceEntry[] {
  return entries.filter(
    (entry) => isWanted(entry, selection) && isServed(entry.needs, capabilities),
  );
}

/** Whether somebody may use what needs `scope`; without authorization everybody may. */
export function hasScope(scopes: readonly string[] | undefined, scope: string): boolean {
  return scopes === undefined || scopes.includes(scope);
}
