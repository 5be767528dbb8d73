import { DatabaseSync } from 'node:sqlite';
import { expect, it } from 'vitest';
import { openPorts } from './object-ports.fixture.ts';

it('tells that the file can be read, and the versions of SQLite and of the schema', async () => {
  const connection = new DatabaseSync(':memory:');
  const sqlite = connection.prepare('SELECT sqlite_version() AS version').get()?.version;
  const { billing } = openPorts();
  expect(await billing.health.check()).toEqual({ ok: true, version: `sqlite ${sqlite}, schema 1` });
});
