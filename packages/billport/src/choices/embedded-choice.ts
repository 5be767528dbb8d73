import { statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { BillingError } from '@billport/core';
import { manifestOf } from '../manifests.ts';
import type { Environment, ProviderChoice } from '../provider-choice.ts';
import { wrongVariable } from '../wrong-variable.ts';

const MEMORY = ':memory:';

/** Whether there is a folder; one that may not be looked at is of no use either. */
function isFolder(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
  } catch {
    return false;
  }
}

/** What can be told of the file before anything opens it. */
function checkFile(file: string): void {
  const path = resolve(file);
  const why = isFolder(path)
    ? 'it is a folder'
    : 'its folder is not there, or may not be looked at';
  if (!isFolder(path) && isFolder(dirname(path))) return;
  throw wrongVariable({
    variable: 'EMBEDDED_FILE',
    problem: `The database file cannot be opened: ${why}. Write the path of a file in a folder that is there.`,
  });
}

/** A failure that the file is to blame for, with the name of the variable that named the file. */
function aboutFile(cause: unknown): unknown {
  if (!BillingError.is(cause, 'configuration')) return cause;
  const { setting = 'file' } = cause.details ?? {};
  if (setting !== 'file') return cause;
  return wrongVariable({ variable: 'EMBEDDED_FILE', problem: cause.message, cause });
}

/**
 * The embedded engine, on the file that `EMBEDDED_FILE` names; in memory when it names none.
 * @throws BillingError `configuration` for a file whose folder is not there; of a URL that only
 *   SQLite can tell.
 */
export function embeddedChoice(environment: Environment): ProviderChoice {
  const file = environment.EMBEDDED_FILE?.trim() || MEMORY;
  if (file !== MEMORY && !file.startsWith('file:')) checkFile(file);
  return {
    id: 'embedded',
    environment: file === MEMORY ? 'test' : 'live',
    capabilities: async () => (await manifestOf('embedded')).capabilities,
    limits: async () => (await manifestOf('embedded')).limits,
    async open() {
      const { createEmbedded } = await import('@billport/embedded');
      try {
        return createEmbedded({ file });
      } catch (cause) {
        throw file === MEMORY ? cause : aboutFile(cause);
      }
    },
  };
}
