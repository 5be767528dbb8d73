import { type Handlers, native } from '@billport/core';
import { type Engine, query } from './engine.ts';

/** The versions of SQLite and of the schema, such as `sqlite 3.53.4, schema 1`. */
function storeVersion(engine: Engine): string {
  const sqlite = engine.database.sql('SELECT sqlite_version() AS version').get();
  const schema = engine.database.sql('PRAGMA user_version').get();
  return `sqlite ${sqlite?.version}, schema ${schema?.user_version}`;
}

/** The port `health`: asks the file, so that `ok` means that it can be read now. */
export function healthHandlers(engine: Engine) {
  return {
    check: native(query(engine, () => ({ ok: true, version: storeVersion(engine) }))),
  } satisfies Handlers['health'];
}
