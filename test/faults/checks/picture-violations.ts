import { isDeepStrictEqual } from 'node:util';
import type { Picture } from '../workload/picture.ts';

function firstDifference(name: string, found: readonly unknown[], expected: readonly unknown[]) {
  const index = Array.from({ length: Math.max(found.length, expected.length) }, (_, i) => i).find(
    (i) => !isDeepStrictEqual(found[i], expected[i]),
  );
  if (index === undefined) return [];
  return [
    `${name}[${index}] is ${JSON.stringify(found[index])}, not ${JSON.stringify(expected[index])}`,
  ];
}

/** Where two files differ that should hold the same: the first difference of each kind. */
export function pictureViolations(found: Picture, expected: Picture): string[] {
  return (Object.keys(expected) as (keyof Picture)[]).flatMap((name) =>
    firstDifference(name, found[name], expected[name]),
  );
}
