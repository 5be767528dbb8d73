import { spawnSync } from 'node:child_process';
import { globSync } from 'node:fs';
import { basename } from 'node:path';
import { styleText } from 'node:util';

/** Programs in `bench/` that measure; the others there are their parts. */
const BENCHMARKS = [
  'import-core',
  'rating',
  'preview',
  'ingest',
  'usage-current',
  'http-client',
  'paigo-usage',
  'mcp-start',
  'mcp-calls',
  'mcp-tokens',
];

const known = globSync('bench/*.ts').map((file) => basename(file, '.ts'));
const names = process.argv.length > 2 ? process.argv.slice(2) : BENCHMARKS;
for (const name of names) {
  if (!known.includes(name)) {
    console.error(`There is no benchmark "${name}": choose from ${BENCHMARKS.join(', ')}.`);
    process.exit(1);
  }
}
// One after the other: side by side they would measure each other.
for (const name of names) {
  console.log(styleText('bold', `\n${name}`));
  const { status } = spawnSync(process.execPath, ['--conditions=source', `bench/${name}.ts`], {
    stdio: 'inherit',
  });
  if (status !== 0) process.exit(status ?? 1);
}
