/** Arguments of one name as those of another. */
export interface Alias {
  /** The name of ours. */
  readonly tool: string;
  /** What the other's arguments are called here; those that are not named keep their name. */
  readonly arguments?: Readonly<Record<string, string>> | undefined;
  /** Arguments that the name itself stands for. */
  readonly given?: Readonly<Record<string, unknown>> | undefined;
}

const ALIASES: Readonly<Record<string, Alias>> = {};

/** The tool that another name stands for; undefined where it is no such name. */
export function findAlias(name: string): Alias | undefined {
  return Object.hasOwn(ALIASES, name) ? ALIASES[name] : undefined;
}
