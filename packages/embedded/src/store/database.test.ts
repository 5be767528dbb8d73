import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, describe, expect, it } from 'vitest';
import { Database, isSafeSqlite } from './database.ts';
import { openMemoryDatabase } from './memory-database.fixture.ts';

const folder = mkdtempSync(join(tmpdir(), 'billport-store-'));
afterAll(() => rmSync(folder, { recursive: true }));

let files = 0;
const newFile = () => join(folder, `${++files}.db`);
const open = (file: string, lockTimeoutMs = 0) =>
  new Database({ file, synchronous: 'full', lockTimeoutMs });
const pragma = (database: Database, name: string) =>
  Object.values(database.sql(`PRAGMA ${name}`).get() ?? {})[0];

describe('isSafeSqlite', () => {
  // https://sqlite.org/wal.html#walresetbug
  it.each(['3.51.3', '3.52.0', '3.53.4', '3.50.7', '3.50.12', '3.44.6', '4.0.0'])(
    'trusts %s',
    (version) => expect(isSafeSqlite(version)).toBe(true),
  );
  it.each(['3.51.2', '3.51.0', '3.50.6', '3.49.9', '3.44.5', '3.45.0', '3.7.0', '2.8.17'])(
    'does not trust %s',
    (version) => expect(isSafeSqlite(version)).toBe(false),
  );
});

describe('opening', () => {
  it('writes ahead, flushes every commit, and marks the file with its schema', () => {
    const database = open(newFile());
    expect(pragma(database, 'journal_mode')).toBe('wal');
    expect(pragma(database, 'synchronous')).toBe(2);
    expect(pragma(database, 'user_version')).toBe(1);
    database.close();
  });

  it('finds what was written before', async () => {
    const file = newFile();
    const first = open(file);
    await first.write(() => first.next('n'));
    first.close();
    const second = open(file);
    expect(await second.write(() => second.next('n'))).toBe(2);
    second.close();
  });

  it('refuses the database of another program and leaves it alone', () => {
    const file = newFile();
    const other = new DatabaseSync(file);
    other.exec('CREATE TABLE theirs (x)');
    other.close();
    const before = readFileSync(file);
    expect(() => open(file)).toThrow(
      expect.objectContaining({ code: 'configuration', details: { setting: 'file' } }),
    );
    const again = new DatabaseSync(file);
    const tables = again.prepare('SELECT name FROM sqlite_schema').all();
    again.close();
    expect(tables).toEqual([{ name: 'theirs' }]);
    expect(readFileSync(file).length).toBe(before.length);
  });

  it('refuses a file that a newer version wrote', () => {
    const file = newFile();
    open(file).close();
    const newer = new DatabaseSync(file);
    newer.exec('PRAGMA user_version = 99');
    newer.close();
    expect(() => open(file)).toThrow(
      expect.objectContaining({ code: 'configuration', message: expect.stringContaining('99') }),
    );
  });

  it('says what is wrong with a file that is no database, or that cannot be there', () => {
    const file = newFile();
    writeFileSync(file, 'This is a letter, and not a database. '.repeat(100));
    expect(() => open(file)).toThrow(expect.objectContaining({ code: 'configuration' }));
    expect(() => open(join(folder, 'no', 'such', 'folder.db'))).toThrow(
      expect.objectContaining({ code: 'configuration' }),
    );
  });
});

describe('write', () => {
  it('keeps what the work did, and brings its result', async () => {
    const database = openMemoryDatabase();
    expect(await database.write(() => database.next('n'))).toBe(1);
    expect(database.read(() => database.sql('SELECT value FROM counters').get()?.value)).toBe(1);
  });

  it('leaves nothing behind when the work fails, and can be used after that', async () => {
    const database = openMemoryDatabase();
    const failing = database.write(() => {
      database.next('n');
      throw new Error('failed');
    });
    await expect(failing).rejects.toThrow('failed');
    expect(await database.write(() => database.next('n'))).toBe(1);
  });

  it('lets no two pieces of work mix, however many are asked for at once', async () => {
    const database = openMemoryDatabase();
    const numbers = await Promise.all(
      Array.from({ length: 50 }, () => database.write(() => database.next('n'))),
    );
    expect([...numbers].sort((one, other) => one - other)).toEqual(
      Array.from({ length: 50 }, (_, index) => index + 1),
    );
  });

  it('waits for another writer without stopping the event loop', async () => {
    const file = newFile();
    const database = open(file, 60_000);
    const other = new DatabaseSync(file);
    other.exec('BEGIN IMMEDIATE');
    let turns = 0;
    let done = false;
    const writing = database
      .write(() => database.next('n'))
      .finally(() => {
        done = true;
      });
    // Other work goes on while the lock is waited for.
    while (turns < 20) {
      await new Promise((resolve) => setImmediate(resolve));
      turns++;
      expect(done).toBe(false);
    }
    other.exec('COMMIT');
    expect(await writing).toBe(1);
    other.close();
    database.close();
  });

  it('gives up when the lock is not free in time, and says that it may be tried again', async () => {
    const file = newFile();
    const database = open(file, 30);
    const other = new DatabaseSync(file);
    other.exec('BEGIN IMMEDIATE');
    await expect(database.write(() => database.next('n'))).rejects.toMatchObject({
      code: 'unavailable',
      retryable: true,
    });
    other.exec('ROLLBACK');
    expect(await database.write(() => database.next('n'))).toBe(1);
    other.close();
    database.close();
  });

  it('does nothing once the caller has given up', async () => {
    const database = openMemoryDatabase();
    await expect(
      database.write(() => database.next('n'), AbortSignal.abort(new Error('given up'))),
    ).rejects.toThrow('given up');
    expect(await database.write(() => database.next('n'))).toBe(1);
  });

  it('says that the disk is full, changes nothing, and goes on once there is room', async () => {
    const file = newFile();
    const database = open(file);
    const pages = Number(pragma(database, 'page_count'));
    database.sql(`PRAGMA max_page_count = ${pages}`).get();
    const fill = () =>
      database.write(() => {
        database.next('n');
        database.sql('INSERT INTO taxes (key, data) VALUES (?, ?)').run('t', 'x'.repeat(50_000));
      });
    await expect(fill()).rejects.toMatchObject({ code: 'unavailable' });
    expect(database.read(() => database.sql('SELECT count(*) AS n FROM counters').get()?.n)).toBe(
      0,
    );
    database.sql('PRAGMA max_page_count = 100000').get();
    await fill();
    expect(await database.write(() => database.next('n'))).toBe(2);
    database.close();
  });
});

describe('read', () => {
  it('sees one state, though another process writes in between', () => {
    const file = newFile();
    const database = open(file);
    const other = new DatabaseSync(file);
    const count = () => database.sql('SELECT count(*) AS n FROM counters').get()?.n;
    const seen = database.read(() => {
      const before = count();
      other.exec("INSERT INTO counters VALUES ('theirs', 1)");
      return [before, count()];
    });
    expect(seen).toEqual([0, 0]);
    expect(database.read(count)).toBe(1);
    other.close();
    database.close();
  });

  it('goes on while another process writes', () => {
    const file = newFile();
    const database = open(file);
    const other = new DatabaseSync(file);
    other.exec("BEGIN IMMEDIATE; INSERT INTO counters VALUES ('theirs', 1)");
    const count = database.read(() => database.sql('SELECT count(*) AS n FROM counters').get()?.n);
    expect(count).toBe(0);
    other.exec('ROLLBACK');
    other.close();
    database.close();
  });

  it('can be used again after the work failed', () => {
    const database = openMemoryDatabase();
    const failing = () =>
      database.read(() => {
        throw new Error('failed');
      });
    expect(failing).toThrow('failed');
    expect(database.read(() => 1)).toBe(1);
  });
});

describe('rehearse', () => {
  it('brings the result and undoes everything', async () => {
    const database = openMemoryDatabase();
    expect(await database.rehearse(() => database.next('n'))).toBe(1);
    expect(await database.rehearse(() => database.next('n'))).toBe(1);
    await expect(
      database.rehearse(() => {
        throw new Error('failed');
      }),
    ).rejects.toThrow('failed');
    expect(await database.write(() => database.next('n'))).toBe(1);
  });
});

describe('nested', () => {
  it('undoes the part that fails and keeps the rest', async () => {
    const database = openMemoryDatabase();
    await database.write(() => {
      database.next('kept');
      const failing = () =>
        database.nested(() => {
          database.next('lost');
          throw new Error('failed');
        });
      expect(failing).toThrow('failed');
      expect(database.nested(() => database.next('kept'))).toBe(2);
    });
    const rows = database.read(() => database.sql('SELECT * FROM counters').all());
    expect(rows).toEqual([{ name: 'kept', value: 2 }]);
  });
});

describe('next', () => {
  it('counts each name apart, from 1', async () => {
    const database = openMemoryDatabase();
    const numbers = await database.write(() =>
      ['a', 'b', 'a', 'a'].map((name) => database.next(name)),
    );
    expect(numbers).toEqual([1, 1, 2, 3]);
  });
});

describe('a process that is killed', () => {
  const program = `
    import { Database } from ${JSON.stringify(join(import.meta.dirname, 'database.ts'))};
    const database = new Database({ file: process.argv[1], synchronous: 'full', lockTimeoutMs: 1000 });
    for (;;) {
      const number = await database.write(() => {
        database.sql("INSERT INTO taxes (key, data) VALUES (?, 'x')").run(String(database.next('a')));
        return database.next('b');
      });
      process.stdout.write(number + '\\n');
    }`;

  it('leaves every transaction that it finished, and no part of another', async () => {
    const file = newFile();
    const child = spawn(
      process.execPath,
      ['--conditions=source', '--input-type=module', '--eval', program, file],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    const exit = once(child, 'exit');
    let last = 0;
    for await (const line of createInterface({ input: child.stdout })) {
      last = Number(line);
      if (last >= 200 && !child.killed) child.kill('SIGKILL');
    }
    expect(last).toBeGreaterThanOrEqual(200);
    expect(await exit).toEqual([null, 'SIGKILL']);
    expect(statSync(file).size).toBeGreaterThan(0);
    const database = open(file);
    const counters = database.read(() => database.sql('SELECT name, value FROM counters').all());
    const written = Number(counters[0]?.value);
    expect(written).toBeGreaterThanOrEqual(last);
    expect(counters).toEqual([
      { name: 'a', value: written },
      { name: 'b', value: written },
    ]);
    const rows = database.read(() => database.sql('SELECT count(*) AS n FROM taxes').get()?.n);
    expect(rows).toBe(written);
    expect(pragma(database, 'integrity_check')).toBe('ok');
    database.close();
  });
});
