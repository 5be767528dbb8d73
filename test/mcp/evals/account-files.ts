import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeAccount } from './account.ts';

/** Files with the account, one for each task. */
export interface AccountFiles {
  /** Path of a new copy. */
  fresh(): string;
  /** Deletes all of them. */
  remove(): void;
}

/** Makes the account once, in a folder of its own; each task gets a copy of it. */
export async function accountFiles(): Promise<AccountFiles> {
  const folder = mkdtempSync(join(tmpdir(), 'billport-evals-'));
  const first = join(folder, 'account.db');
  await makeAccount(first);
  let count = 0;
  return {
    fresh() {
      count += 1;
      const copy = join(folder, `task-${count}.db`);
      copyFileSync(first, copy);
      return copy;
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
