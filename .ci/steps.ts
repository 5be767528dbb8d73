/** One check of the gate. */
export interface Step {
  readonly name: string;
  /** The command and its arguments, run in the root of the repository. */
  readonly command: readonly [string, ...string[]];
  /** Names of steps that must pass first. */
  readonly after?: readonly string[];
  /** Where the command leaves a vitest JSON report: its tests are counted one by one. */
  readonly report?: string;
}

const REPORTS = 'node_modules/.cache/gate';

function vitest(name: string, script: string, after: readonly string[] = []): Step {
  const report = `${REPORTS}/${name}.json`;
  return {
    name,
    command: ['pnpm', script, '--reporter=dot', '--reporter=json', `--outputFile.json=${report}`],
    after,
    report,
  };
}

/** A package whose tarball is checked. */
export interface PublicPackage {
  readonly name: string;
  /** Where the tarball is, from the root. */
  readonly tarball: string;
}

/** Every step of the gate. The longest one stands first, so that the others fit beside it. */
export function gateSteps(packages: readonly PublicPackage[]): readonly Step[] {
  return [
    vitest('test', 'test'),
    { name: 'lint', command: ['pnpm', 'lint'] },
    { name: 'typecheck', command: ['pnpm', 'typecheck'] },
    { name: 'typecheck:7', command: ['pnpm', 'typecheck:7'] },
    { name: 'unused', command: ['pnpm', 'unused'] },
    { name: 'build', command: ['pnpm', 'build'] },
    { name: 'tarballs', command: ['pnpm', 'tarballs'], after: ['build'] },
    ...packages.flatMap(({ name, tarball }): Step[] => [
      {
        name: `publint ${name}`,
        command: ['pnpm', 'lint:package', tarball],
        after: ['tarballs'],
      },
      {
        name: `attw ${name}`,
        command: ['pnpm', 'types:package', tarball],
        after: ['tarballs'],
      },
    ]),
    vitest('test:packaging', 'test:packaging', ['tarballs']),
  ];
}
