import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';

const require = createRequire(import.meta.url);
const SUITE = dirname(require.resolve('@modelcontextprotocol/conformance/package.json'));
/** The scenarios that the stateless server does not pass, each with its reason. */
const EXPECTED_FAILURES = fileURLToPath(new URL('expected-failures.yaml', import.meta.url));

/** What a run of the suite came to. */
export interface SuiteRun {
  /** Zero when every scenario passed or is expected to fail. */
  readonly code: number | null;
  /** Names of scenarios that were tried, and no check of which failed. */
  readonly passed: readonly string[];
  readonly output: string;
}

/** The scenarios for servers that a revision of the protocol requires. */
export function requiredScenarios(revision: string): readonly string[] {
  const file = readFileSync(join(SUITE, 'requirements', `${revision}.yaml`), 'utf8');
  return (parse(file) as { server: string[] }).server;
}

/** One that skips itself has no check that passed. */
const PASSED = /^✓ ([\w-]+): [1-9]\d* passed, 0 failed$/gm;

/** Runs the server scenarios that a revision of the protocol requires. */
export async function runSuite(url: string, revision: string): Promise<SuiteRun> {
  const args = ['server', '--url', url, '--requirements', revision];
  const expected = revision === '2025-11-25' ? ['--expected-failures', EXPECTED_FAILURES] : [];
  const child = spawn(process.execPath, [join(SUITE, 'dist/index.js'), ...args, ...expected], {
    env: {},
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      output += chunk;
    });
  }
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  const passed = [...output.matchAll(PASSED)].map(([, name]) => name as string);
  return { code, passed, output };
}
