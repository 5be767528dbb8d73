import { fsyncSync, readFileSync } from 'node:fs';
import { expect, it, vi } from 'vitest';
import { checkRecord } from './audit-entry.ts';
import { auditFile, recordOf } from './audit-record.fixture.ts';
import { ChainFile } from './chain-file.ts';
import { verifyAudit } from './verify-audit.ts';

vi.mock('node:fs', async (importOriginal) => {
  const fs = await importOriginal<typeof import('node:fs')>();
  return { ...fs, fsyncSync: vi.fn(fs.fsyncSync) };
});

const timed = { record: checkRecord(recordOf()), time: '2026-03-10T12:00:00.000Z' };

it('S8: leaves nothing of entries that did not reach the disk, and goes on from there', () => {
  const file = auditFile();
  const chain = new ChainFile(file);
  chain.read();
  chain.append([timed]);
  vi.mocked(fsyncSync).mockImplementationOnce(() => {
    throw Object.assign(new Error('I/O error'), { code: 'EIO' });
  });
  const before = readFileSync(file);
  expect(() => chain.append([timed, timed])).toThrow('I/O error');
  expect(readFileSync(file)).toEqual(before);
  expect(chain.head.seq).toBe(1);
  expect(chain.append([timed]).map(({ seq }) => seq)).toEqual([2]);
  expect(verifyAudit(file)).toMatchObject({ isIntact: true, entries: 2 });
});

it('S8: has entries on the disk before it says so, and a new file in its folder', () => {
  const synced = vi.mocked(fsyncSync);
  synced.mockClear();
  const chain = new ChainFile(auditFile());
  chain.read();
  expect(synced).toHaveBeenCalledTimes(1);
  chain.append([timed, timed]);
  expect(synced).toHaveBeenCalledTimes(2);
});
