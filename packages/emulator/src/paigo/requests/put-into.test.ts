import { manualClock } from '@billport/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PaigoState } from '../state.ts';
import { changedMetadata, putInto } from './put-into.ts';

const stateWith = (put: 'merge' | 'replace') =>
  new PaigoState({ clock: manualClock('2026-01-15T12:00:00Z'), switches: { put } });

interface Thing {
  name: string;
  note?: string | undefined;
  method: string;
  metadata?: Readonly<Record<string, unknown>> | undefined;
}

const ABSENT = { note: undefined, method: 'max', metadata: undefined };

const thing = (): Thing => ({ name: 'a', note: 'b', method: 'sum', metadata: { one: 1, two: 2 } });

describe('a PUT', () => {
  it('keeps what it does not name, in an account that merges', () => {
    const record = thing();
    putInto(stateWith('merge'), record, { note: 'c', metadata: { two: null, three: 3 } }, ABSENT);
    expect(record).toEqual({ ...thing(), note: 'c', metadata: { one: 1, three: 3 } });
  });

  it('puts back to the beginning what it does not name, in an account that replaces', () => {
    const record = thing();
    putInto(stateWith('replace'), record, { metadata: { two: null, three: 3 } }, ABSENT);
    expect(record).toEqual({ name: 'a', note: undefined, method: 'max', metadata: { three: 3 } });
  });

  it.each(['merge', 'replace'] as const)('takes away what is null: %s', (put) => {
    const record = thing();
    putInto(stateWith(put), record, { note: null, method: null, metadata: null }, ABSENT);
    expect(record).toEqual({ name: 'a', note: undefined, method: 'max', metadata: undefined });
  });
});

describe('changed metadata', () => {
  const values = fc.dictionary(fc.string(), fc.option(fc.string()));

  it('has the newest value of each name, and no name whose newest value is null', () => {
    fc.assert(
      fc.property(values, values, (former, change) => {
        const kept = changedMetadata(undefined, former);
        const result = changedMetadata(kept, change) ?? {};
        for (const name of [...Object.keys(former), ...Object.keys(change)]) {
          const newest = Object.hasOwn(change, name) ? change[name] : former[name];
          expect(Object.hasOwn(result, name)).toBe(newest !== null);
          if (newest !== null) expect(result[name]).toBe(newest);
        }
      }),
    );
  });
});
