import { readFileSync } from 'node:fs';

/**
 * The version of this package. It is in the top folder of the sources as of the built files, so that
 * the way to package.json is the same.
 */
export function ownVersion(): string {
  const manifest = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
  return (JSON.parse(manifest) as { version: string }).version;
}
