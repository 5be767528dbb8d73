import { createRequire } from 'node:module';
import { cwd } from 'node:process';
import { pathToFileURL } from 'node:url';

/** A module by its address, or why there is none that can be loaded. */
export type FoundModule = { readonly url: string } | { readonly problem: 'absent' | 'closed' };

/** Places that modules are looked for from: the program's folder, then this package. */
const places = (folder: string) => [pathToFileURL(`${folder}/`), new URL(import.meta.url)];

/** A package that hides its entry from this way of asking is there all the same. */
function whyNot(error: unknown): 'absent' | 'closed' {
  const code = (error as { code?: unknown } | null)?.code;
  if (code === 'ERR_PACKAGE_PATH_NOT_EXPORTED') return 'closed';
  if (code === 'MODULE_NOT_FOUND') return 'absent';
  throw error;
}

/**
 * Looks for a module without loading it.
 * @param name Name of an installed package, or a path that begins with `./`, `../` or `/`.
 * @param folder Where the program runs.
 */
export function findModule(name: string, folder: string = cwd()): FoundModule {
  let problem: 'absent' | 'closed' = 'absent';
  for (const place of places(folder)) {
    try {
      return { url: pathToFileURL(createRequire(place).resolve(name)).href };
    } catch (error) {
      if (whyNot(error) === 'closed') problem = 'closed';
    }
  }
  return { problem };
}
