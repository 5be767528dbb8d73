import { describe, expect, it } from 'vitest';
import type { Database } from './database.ts';
import { openMemoryDatabase } from './memory-database.fixture.ts';

function insertInvoice(database: Database, key: string, status: string): void {
  database
    .sql(
      `INSERT INTO invoices (key, customer, type, status, payment, issued, body, state)
       VALUES (?, 'acme', 'subscription', ?, 'pending', '2026-03-01', '{"total":"1.00"}', '{}')`,
    )
    .run(key, status);
}

const setBody = (database: Database, key: string) =>
  database.sql(`UPDATE invoices SET body = '{"total":"2.00"}' WHERE key = ?`).run(key);
const setState = (database: Database, key: string) =>
  database
    .sql(
      `UPDATE invoices SET state = '{"paid":true}', payment = 'succeeded', body = body WHERE key = ?`,
    )
    .run(key);
const remove = (database: Database, key: string) =>
  database.sql('DELETE FROM invoices WHERE key = ?').run(key);

describe('invoices', () => {
  it.each(['finalized', 'voided'])('keep their amounts and are not deleted once %s', (status) => {
    const database = openMemoryDatabase();
    insertInvoice(database, 'inv_1', status);
    expect(() => setBody(database, 'inv_1')).toThrow('a final invoice does not change');
    expect(() => remove(database, 'inv_1')).toThrow('a final invoice is not deleted');
    expect(setState(database, 'inv_1').changes).toBe(1);
  });

  it.each(['draft', 'failed', 'pending'])('change and go while they are %s', (status) => {
    const database = openMemoryDatabase();
    insertInvoice(database, 'inv_1', status);
    expect(setBody(database, 'inv_1').changes).toBe(1);
    expect(remove(database, 'inv_1').changes).toBe(1);
  });
});

describe('subscriptions', () => {
  const insert = (database: Database, status: string) =>
    database
      .sql(
        `INSERT INTO subscriptions (key, customer, plan, status, data) VALUES ('s', 'acme', 'basic', ?, '{}')`,
      )
      .run(status);

  it('have one living stay for each key, and any number of ended ones', () => {
    const database = openMemoryDatabase();
    insert(database, 'terminated');
    insert(database, 'canceled');
    insert(database, 'active');
    expect(() => insert(database, 'pending')).toThrow('UNIQUE');
    expect(() => insert(database, 'active')).toThrow('UNIQUE');
    insert(database, 'terminated');
  });
});

describe('events', () => {
  it('are there once for each id of a subscription', () => {
    const database = openMemoryDatabase();
    const insert = (subject: number, id: string, at: number, seq: number) =>
      database
        .sql(
          `INSERT INTO events (subject, metric, at, seq, id, properties, created) VALUES (?, 2, ?, ?, ?, '{}', 0)`,
        )
        .run(subject, at, seq, id);
    insert(1, 'e1', 10, 1);
    insert(3, 'e1', 10, 2);
    expect(() => insert(1, 'e1', 11, 3)).toThrow('UNIQUE');
  });
});

describe('columns', () => {
  it('take no value of another type', () => {
    const database = openMemoryDatabase();
    const insert = () =>
      database
        .sql('INSERT INTO jobs (at, rank, kind, ref) VALUES (?, 0, ?, ?)')
        .run('noon', 'bill', '1');
    expect(insert).toThrow('cannot store TEXT value in INTEGER column');
  });
});
