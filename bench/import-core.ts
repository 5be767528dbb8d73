/**
 * What importing @billport/core costs over importing zod alone, in fresh processes, and how large
 * it is without zod.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import Table from 'cli-table3';
import { build } from 'esbuild';
import { median } from './interleaved.ts';

const PROCESSES = 21;
const CORE = fileURLToPath(import.meta.resolve('@billport/core'));
/** Beside node_modules, so that the bundle finds zod as an installed package does. */
const FOLDER = fileURLToPath(new URL('node_modules/.cache/', import.meta.url));

async function bundle(minify: boolean): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [CORE],
    bundle: true,
    minify,
    write: false,
    format: 'esm',
    platform: 'neutral',
    external: ['zod'],
  });
  return outputFiles[0]?.text ?? '';
}

/** Milliseconds that a fresh process needs to import a module. */
function importTime(specifier: string): number {
  const script = `const before = performance.now(); await import(${JSON.stringify(specifier)}); console.log(performance.now() - before);`;
  const output = execFileSync(process.execPath, ['--input-type=module', '--eval', script], {
    cwd: fileURLToPath(new URL('.', import.meta.url)),
    encoding: 'utf8',
  });
  return Number(output);
}

mkdirSync(FOLDER, { recursive: true });
const published = join(FOLDER, 'core.mjs');
writeFileSync(published, await bundle(false));
const specifiers = { zod: 'zod', '@billport/core': pathToFileURL(published).href };

const times = new Map<string, number[]>();
for (let turn = 0; turn < PROCESSES; turn++) {
  for (const [name, specifier] of Object.entries(specifiers)) {
    times.set(name, [...(times.get(name) ?? []), importTime(specifier)]);
  }
}

const [zod, core] = [median(times.get('zod') ?? []), median(times.get('@billport/core') ?? [])];
const size = gzipSync(await bundle(true)).byteLength / 1000;
const table = new Table({ style: { head: [], border: [] }, head: ['', 'measured', 'target'] });
table.push(
  ['import of zod alone', `${zod.toFixed(1)} ms`, ''],
  ['import of @billport/core, with zod', `${core.toFixed(1)} ms`, ''],
  ['import of @billport/core over zod', `${(core - zod).toFixed(1)} ms`, 'at most 15 ms'],
  ['size minified and gzipped, without zod', `${size.toFixed(2)} kB`, 'under 20 kB'],
);
console.log(table.toString());
