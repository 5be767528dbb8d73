import type { Operation } from '@billport/core';
import { z } from 'zod';
import type { Fact } from '../../answers/answer.ts';
import { Refusal } from '../../answers/refusal.ts';
import { words } from '../../answers/words.ts';
import { nearestNames } from '../../arguments/nearest-name.ts';
import { fieldsIn, itemsIn, type JsonSchema, valuesIn } from './schema-outline.ts';

function unknownField(path: string, step: string, names: readonly string[]): Refusal {
  const [nearest] = nearestNames(step, names);
  return new Refusal('invalid_arguments', {
    field: 'fields',
    message: `fields: ${words(path)} has no field ${words(step)} to show.`,
    next:
      names.length === 0
        ? `Leave out what follows before .${words(step)}.`
        : `${nearest === undefined ? 'It has' : `Nearest is ${nearest}. It has`}: ${names.join(', ')}.`,
  });
}

/** @throws Refusal `invalid_arguments` for a path that no output of the operation can have. */
function checkPath(path: string, output: JsonSchema): void {
  let schemas: readonly JsonSchema[] = [output];
  for (const step of path.split('.')) {
    const fields = fieldsIn(schemas);
    const inner = fields.get(step)?.schemas ?? valuesIn(schemas);
    if (inner === undefined) throw unknownField(path, step, [...fields.keys()]);
    schemas = itemsIn(inner) ?? inner;
  }
}

function pick(value: Fact, paths: readonly (readonly string[])[]): Fact {
  if (paths.some((path) => path.length === 0)) return value;
  if (Array.isArray(value)) return value.map((item: Fact) => pick(item, paths));
  if (typeof value !== 'object' || value === null) return value;
  const names = [...new Set(paths.map(([name]) => name as string))];
  return Object.fromEntries(
    names
      .filter((name) => Object.hasOwn(value, name))
      .map((name) => {
        const below = paths.filter(([first]) => first === name).map(([, ...rest]) => rest);
        return [name, pick((value as { readonly [name: string]: Fact })[name], below)];
      }),
  );
}

/**
 * A function that keeps some fields of what an operation brings: `totals.due` is that one of
 * `totals`, `fees.amount` that of each of the `fees`.
 *
 * @throws Refusal `invalid_arguments` for a field that the operation never brings: nothing asked
 *   for is left out in silence.
 */
export function fieldPicker(
  { output }: Operation,
  fields: readonly string[],
): (thing: Fact) => Fact {
  const schema = z.toJSONSchema(output, { io: 'output', unrepresentable: 'any' });
  for (const path of fields) checkPath(path, schema);
  const paths = fields.map((path) => path.split('.'));
  return (thing) => pick(thing, paths);
}
