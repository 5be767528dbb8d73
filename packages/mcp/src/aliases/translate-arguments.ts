import { LAGO_ARGUMENTS } from './lago-arguments.ts';
import { PAIGO_ARGUMENTS } from './paigo-arguments.ts';
import type { Arguments, Translation } from './translation.ts';

function translationOf(
  table: Readonly<Record<string, Translation>>,
  name: string,
): Translation | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}

/**
 * Arguments as the tool takes them that is meant by a name. Arguments of ours stay as they are; those
 * of other servers' tools become ours; what nobody knows stays, to be refused by name.
 */
export function translateArguments(name: string, args: Arguments): Arguments {
  return [LAGO_ARGUMENTS, PAIGO_ARGUMENTS].reduce(
    (given, table) => translationOf(table, name)?.(given) ?? given,
    args,
  );
}
