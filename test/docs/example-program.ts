import * as adapterKit from '@billport/adapter-kit';
import * as conformance from '@billport/conformance';
import * as core from '@billport/core';
import * as embedded from '@billport/embedded';
import * as rating from '@billport/rating';

const PACKAGES = {
  '@billport/core': core,
  '@billport/rating': rating,
  '@billport/embedded': embedded,
  '@billport/conformance': conformance,
  '@billport/adapter-kit': adapterKit,
};

/** What examples take as given: a provider and its parts. */
const GIVEN = `
declare const billing: import('@billport/core').Billing;
declare const limits: import('@billport/core').Limits;
declare function fetchCustomer(key: string): Promise<import('@billport/core').Customer>;
declare function createMyProvider(): import('@billport/core').Billing;
declare function createProvider(settings: { fetch: typeof fetch }): import('@billport/core').Billing;
`;

/** Imports of every exported name of our packages that the code mentions. */
function importsFor(code: string): string[] {
  return Object.entries(PACKAGES).flatMap(([name, exported]) => {
    const used = Object.keys(exported).filter((key) => new RegExp(`\\b${key}\\b`).test(code));
    return used.length === 0 ? [] : [`import { ${used.join(', ')} } from '${name}';`];
  });
}

/**
 * A whole program around the example of a docstring: what our packages export is imported, and
 * the example may give its own names to what is given.
 */
export function exampleProgram(example: string): string {
  const lines = example.split('\n');
  const own = lines.filter((line) => line.startsWith('import '));
  const rest = lines.filter((line) => !line.startsWith('import '));
  return [...importsFor(rest.join('\n')), ...own, GIVEN, 'export {};', '{', ...rest, '}'].join(
    '\n',
  );
}
