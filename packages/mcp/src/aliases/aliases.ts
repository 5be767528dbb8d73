/** Arguments of one name as those of another. */
export interface Alias {
  /** The name of ours. */
  readonly tool: string;
  /** Makes arguments of ours; they stay as they are where it is absent. */
  readonly translate?: ((args: Arguments) => Arguments) | undefined;
}

/** Arguments by name, as they came in. */
export type Arguments = Readonly<Record<string, unknown>>;

const ALIASES: Readonly<Record<string, Alias>> = {};

/** The tool that another name stands for; undefined where it is no such name. */
export function findAlias(name: string): Alias | undefined {
  return Object.hasOwn(ALIASES, name) ? ALIASES[name] : undefined;
}

/** Arguments that were given under a name, as the tool that it means takes them. */
export function argumentsOf(name: string, given: Arguments): Arguments {
  return findAlias(name)?.translate?.(given) ?? given;
}
