import { describe, expect, it } from 'vitest';
import { once } from './idempotency.ts';
import { openMemoryDatabase } from './memory-database.fixture.ts';

const call = { key: 'k1', operation: 'credits.add', input: { credits: '5' }, now: 1 };

describe('once', () => {
  it('runs the work once and brings its result again after that', () => {
    const database = openMemoryDatabase();
    let runs = 0;
    const work = () => ({ run: ++runs });
    expect(once(database, call, work)).toEqual({ run: 1 });
    expect(once(database, { ...call, now: 2 }, work)).toEqual({ run: 1 });
    expect(once(database, { ...call, key: 'k2' }, work)).toEqual({ run: 2 });
    expect(runs).toBe(2);
  });

  it.each([
    ['another input', { input: { credits: '6' } }],
    ['another operation', { operation: 'credits.void' }],
  ])('refuses the key for %s, and does not run it', (_, change) => {
    const database = openMemoryDatabase();
    once(database, call, () => 1);
    let ran = false;
    const again = () =>
      once(database, { ...call, ...change }, () => {
        ran = true;
      });
    expect(again).toThrow(
      expect.objectContaining({
        code: 'conflict',
        details: { resource: 'idempotencyKey', key: 'k1' },
      }),
    );
    expect(ran).toBe(false);
  });

  it('forgets the key with the work, when that fails', async () => {
    const database = openMemoryDatabase();
    const failing = database.write(() =>
      once(database, call, () => {
        database.next('counter');
        throw new Error('failed');
      }),
    );
    await expect(failing).rejects.toThrow('failed');
    expect(await database.write(() => once(database, call, () => database.next('counter')))).toBe(
      1,
    );
  });
});
