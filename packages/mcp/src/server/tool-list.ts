import { toolMeantBy } from '../aliases/alias-tools.ts';
import { nearestNames } from '../arguments/nearest-name.ts';
import type { PublishedToolOf, SurfaceEntry } from '../surface/surface-entry.ts';
import { type Absence, hasScope } from '../surface/which-tools.ts';
import type { Principal } from '../tools/tool-call.ts';
import type { AbsentTool } from './absent-tool.ts';

/** The tools that there are, for everybody who calls. */
export class ToolList {
  readonly #selected: ReadonlyMap<string, SurfaceEntry>;
  readonly #absences: ReadonlyMap<string, AbsentTool>;

  /**
   * @param all every tool that the server knows
   * @param absenceOf why one of them is not there; undefined where it is
   */
  constructor(
    all: readonly SurfaceEntry[],
    absenceOf: (entry: SurfaceEntry) => Absence | undefined,
  ) {
    const selected = new Map<string, SurfaceEntry>();
    const absences = new Map<string, AbsentTool>();
    for (const entry of all) {
      const absence = absenceOf(entry);
      if (absence === undefined) selected.set(entry.tool.name, entry);
      else absences.set(entry.tool.name, { entry, absence });
    }
    this.#selected = selected;
    this.#absences = absences;
  }

  /** What one caller gets to see: the tools that its scopes let it use. */
  published({ scopes }: Principal): PublishedToolOf[] {
    return [...this.#selected.values()]
      .filter((entry) => hasScope(scopes, entry.scope))
      .map(({ tool }) => tool);
  }

  /** The tool that is meant by its name, or by another name of it. */
  find(name: string): SurfaceEntry | undefined {
    return this.#selected.get(toolMeantBy(name));
  }

  /** The tool that a name means and does not lead to here, and why; undefined for a name that means none. */
  absent(name: string): AbsentTool | undefined {
    return this.#absences.get(toolMeantBy(name));
  }

  /** Names of tools that are there and near to one that is not, nearest first. */
  nearest(name: string): string[] {
    return nearestNames(name, [...this.#selected.keys()], 3);
  }
}
