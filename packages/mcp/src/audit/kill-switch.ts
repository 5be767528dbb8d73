import { statSync } from 'node:fs';

/**
 * Whether the switch is thrown: its file is there. A file that cannot be looked for counts as there.
 * One look at the file system, some microseconds: ask before each call.
 * @param file path of the switch; undefined where there is none
 */
export function isStopped(file: string | undefined): boolean {
  if (file === undefined) return false;
  try {
    return statSync(file, { throwIfNoEntry: false }) !== undefined;
  } catch {
    return true;
  }
}
