import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { describeFailure, isPassed, runVector } from './run-vectors.ts';
import { readEntries, type Vector, vectorAt } from './vector.ts';

const USAGE = `Usage: pnpm vectors [FILE]

Checks the rating package against a file of vectors (test/vectors/rating-vectors.json).
Exits with 0 when all pass, 1 when any fails, 2 when the file cannot be read.`;

const DEFAULT_FILE = new URL('./rating-vectors.json', import.meta.url).pathname;

/** pnpm runs scripts in the package's folder and tells where it was called. */
function locate(file: string): string {
  const called = process.env.INIT_CWD;
  const here = resolve(file);
  return existsSync(here) || called === undefined ? here : resolve(called, file);
}

function readFile(args: readonly string[]): unknown[] {
  const { positionals } = parseArgs({ args: [...args], allowPositionals: true });
  const [file, ...others] = positionals;
  if (others.length > 0) throw new Error(`One file at a time.\n\n${USAGE}`);
  return readEntries(readFileSync(file === undefined ? DEFAULT_FILE : locate(file), 'utf8'));
}

/** Lines that say what is wrong with one entry; none when it passes. */
function failureOf(entry: unknown, index: number): string[] {
  let vector: Vector;
  try {
    vector = vectorAt(entry, index);
  } catch (error) {
    return [`FAIL vectors[${index}]`, `  ${(error as Error).message}`];
  }
  const outcome = runVector(vector);
  return isPassed(outcome) ? [] : describeFailure(outcome);
}

function main(args: readonly string[]): number {
  if (args.includes('--help') || args.includes('-h')) {
    console.log(USAGE);
    return 0;
  }
  let entries: unknown[];
  try {
    entries = readFile(args);
  } catch (error) {
    console.error((error as Error).message);
    return 2;
  }
  const failed = entries.map(failureOf).filter((lines) => lines.length > 0);
  for (const lines of failed) console.log(lines.join('\n'));
  console.log(`${entries.length - failed.length} passed, ${failed.length} failed`);
  return failed.length === 0 ? 0 : 1;
}

process.exitCode = main(process.argv.slice(2));
