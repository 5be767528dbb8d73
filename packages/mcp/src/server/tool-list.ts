import { toolMeantBy } from '../aliases/alias-tools.ts';
import { Refusal } from '../answers/refusal.ts';
import { nearestNames } from '../arguments/nearest-name.ts';
import { hasScope } from '../surface/select-tools.ts';
import type { PublishedToolOf, SurfaceEntry } from '../surface/surface-entry.ts';
import type { Principal } from '../tools/tool-call.ts';

/** A tool that there is, and not here. */
export interface AbsentTool {
  readonly entry: SurfaceEntry;
  /** Why a call of it does nothing. */
  readonly refusal: Refusal;
}

/** The tools that there are, for everybody who calls. */
export class ToolList {
  readonly #all: readonly SurfaceEntry[];
  readonly #selected: ReadonlyMap<string, SurfaceEntry>;

  /**
   * @param all every tool that the server knows
   * @param selected those that are switched on and that the provider can do
   */
  constructor(all: readonly SurfaceEntry[], selected: readonly SurfaceEntry[]) {
    this.#all = all;
    this.#selected = new Map(selected.map((entry) => [entry.tool.name, entry]));
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
    const meant = toolMeantBy(name);
    const entry = this.#all.find(({ tool }) => tool.name === meant);
    if (entry === undefined || this.#selected.has(meant)) return undefined;
    const refusal = new Refusal('unsupported', {
      message: `${meant} is not there: it is switched off (toolset ${entry.toolset}), the server is read-only, or the provider cannot do it.`,
      next: 'Read billing://capabilities, or ask whoever runs this server to switch it on.',
    });
    return { entry, refusal };
  }

  /** Names of tools that are there and near to one that is not, nearest first. */
  nearest(name: string): string[] {
    return nearestNames(name, [...this.#selected.keys()], 3);
  }
}
