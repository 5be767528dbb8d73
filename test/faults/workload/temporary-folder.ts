import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A folder of the test that calls it, gone when that has finished. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'billport-faults-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
