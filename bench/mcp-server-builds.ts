import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const FOLDER = fileURLToPath(new URL('node_modules/.cache/', import.meta.url));

const BARE = fileURLToPath(new URL('bare-mcp-server.ts', import.meta.url));

/** Builds the server as it is published, and tells where its command is. */
export function buildServer(): string {
  const folder = fileURLToPath(new URL('..', import.meta.resolve('@billport/mcp')));
  execFileSync(resolve('node_modules/.bin/tsup'), { cwd: folder, stdio: 'ignore' });
  return join(folder, 'dist/cli.js');
}

/** Builds the least that the SDK can do: a server with the tool `echo`. */
export async function buildBareServer(): Promise<string> {
  mkdirSync(FOLDER, { recursive: true });
  const outfile = join(FOLDER, 'bare-mcp-server.mjs');
  await build({
    entryPoints: [BARE],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'es2024',
    minifyWhitespace: true,
    minifySyntax: true,
  });
  return outfile;
}
