import { readFileSync } from 'node:fs';
import ts from 'typescript';
import { expect, it } from 'vitest';
import { nodesOf, parse } from '../architecture/source-files.ts';

/** The codes that the library declares. */
function declaredCodes(): string[] {
  const declarations = [...nodesOf(parse('packages/core/src/billing-error.ts'))]
    .filter(ts.isInterfaceDeclaration)
    .filter(({ name }) => name.text === 'BillingErrorDetails');
  return declarations.flatMap(({ members }) =>
    members.map((member) => member.name?.getText() ?? ''),
  );
}

it('lists every code of BillingError once, with what happened and what to do', () => {
  const rows = readFileSync('docs/errors.md', 'utf8')
    .split('\n')
    .map((line) => /^\| `(\w+)` \| (.{10,}) \| (.{3,}) \|$/.exec(line)?.[1])
    .filter((code) => code !== undefined);
  expect(declaredCodes()).toContain('invalid_input');
  expect(rows.toSorted()).toEqual(declaredCodes().toSorted());
});
