import { Database } from './database.ts';

/** An empty database in memory, with all tables. */
export function openMemoryDatabase(): Database {
  return new Database({ file: ':memory:', synchronous: 'normal', lockTimeoutMs: 0 });
}
