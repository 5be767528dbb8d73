import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type InstantInput, type ManualClock, manualClock } from '@billport/core';
import { createEmbedded, type EmbeddedBilling, type EmbeddedOptions } from '@billport/embedded';

/** An engine on a file of its own, and a second connection that watches the file. */
export interface EngineOnFile {
  readonly billing: EmbeddedBilling;
  readonly clock: ManualClock;
  /** A number that changes with every commit to the file: equal numbers mean nothing was written. */
  commits(): number;
  /** Every row of every table, as text. */
  dump(): string;
  dispose(): Promise<void>;
}

function dumpOf(watcher: DatabaseSync): string {
  const tables = watcher
    .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
    .all();
  return tables
    .map(({ name }) => {
      const rows = watcher.prepare(`SELECT * FROM ${name}`).all();
      return `${name}\n${rows.map((row) => JSON.stringify(row)).join('\n')}`;
    })
    .join('\n');
}

/** Opens an engine on a new file, with a clock that stands at `start`. */
export function engineOnFile(start: InstantInput, options: EmbeddedOptions = {}): EngineOnFile {
  const folder = mkdtempSync(join(tmpdir(), 'billport-generated-'));
  const file = join(folder, 'billing.db');
  const clock = manualClock(start);
  const billing = createEmbedded({ file, clock, synchronous: 'normal', ...options });
  const watcher = new DatabaseSync(file, { readOnly: true });
  const version = watcher.prepare('PRAGMA data_version');
  return {
    billing,
    clock,
    commits: () => Number(version.get()?.data_version),
    dump: () => dumpOf(watcher),
    async dispose() {
      watcher.close();
      await billing.close();
      rmSync(folder, { recursive: true });
    },
  };
}
