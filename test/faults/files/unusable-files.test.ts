import { chmodSync, chownSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { BillingError } from '@billport/core';
import { createEmbedded } from '@billport/embedded';
import { describe, expect, it } from 'vitest';
import { prepareFile } from '../workload/prepared-file.ts';
import { temporaryFolder } from '../workload/temporary-folder.ts';

const inFolder = (name = 'billing.db') => join(temporaryFolder(), name);

async function preparedFile(): Promise<string> {
  const file = inFolder();
  await prepareFile(file, 0);
  return file;
}

/** The error of opening the file; fails when it opens, or when its bytes are not the same after. */
function refusal(file: string, open: () => unknown = () => createEmbedded({ file })): BillingError {
  const before = readFileSync(file);
  const error = errorOf(open);
  expect(readFileSync(file).equals(before)).toBe(true);
  return error;
}

function errorOf(open: () => unknown): BillingError {
  try {
    open();
  } catch (error) {
    if (BillingError.is(error)) return error;
    throw error;
  }
  throw new Error('The file was opened.');
}

function overwrite(file: string, offset: number, bytes: Buffer): void {
  const content = readFileSync(file);
  bytes.copy(content, offset);
  writeFileSync(file, content);
}

const NOBODY = 65_534;

/** Runs `work` as a user without special rights: root may write what is read-only. */
function asPlainUser<Value>(work: () => Value): Value {
  const { geteuid, seteuid } = process;
  if (geteuid?.() !== 0 || seteuid === undefined) return work();
  seteuid(NOBODY);
  try {
    return work();
  } finally {
    seteuid(0);
  }
}

/** Makes the folder and the file belong to the user of {@link asPlainUser}. */
function giveToPlainUser(file: string): void {
  if (process.geteuid?.() !== 0) return;
  chownSync(dirname(file), NOBODY, NOBODY);
  chownSync(file, NOBODY, NOBODY);
}

describe('a file that cannot be used', () => {
  it('is refused when its header is not that of SQLite', async () => {
    const file = await preparedFile();
    overwrite(file, 0, Buffer.alloc(100, 0xee));
    expect(refusal(file)).toMatchObject({
      code: 'configuration',
      message: expect.stringMatching(/not a SQLite database.*backup/),
    });
  });

  it('is refused when it is another kind of file', () => {
    const file = inFolder('notes.txt');
    writeFileSync(file, 'This is not a database, although it is longer than a header. '.repeat(50));
    expect(refusal(file)).toMatchObject({ code: 'configuration' });
  });

  it('is refused when its schema is corrupt', async () => {
    const file = await preparedFile();
    overwrite(file, 100, Buffer.alloc(2_000, 0xff));
    expect(refusal(file)).toMatchObject({
      code: 'configuration',
      message: expect.stringMatching(/corrupt.*backup/),
    });
  });

  it('is refused, and keeps its journal mode, when it belongs to another program', () => {
    const file = inFolder('other.db');
    const other = new DatabaseSync(file);
    other.exec('CREATE TABLE invoices (id TEXT); INSERT INTO invoices VALUES (1)');
    other.close();
    expect(refusal(file)).toMatchObject({
      code: 'configuration',
      details: { setting: 'file' },
      message: expect.stringMatching(/another program.*another file/),
    });
  });

  it('is refused when a newer version has written it', async () => {
    const file = await preparedFile();
    const newer = new DatabaseSync(file);
    newer.exec('PRAGMA user_version = 999');
    newer.close();
    expect(refusal(file)).toMatchObject({
      code: 'configuration',
      details: { setting: 'file' },
      message: expect.stringMatching(/newer version.*999.*Update/),
    });
  });

  it('is refused when it is a folder, or its folder is missing', () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'billing.db'));
    for (const file of [join(folder, 'billing.db'), join(folder, 'missing', 'billing.db')]) {
      expect(errorOf(() => createEmbedded({ file }))).toMatchObject({
        code: 'configuration',
        message: expect.stringMatching(/folder exists/),
      });
    }
  });

  it('is refused when the user may only read it', async () => {
    const file = await preparedFile();
    giveToPlainUser(file);
    chmodSync(file, 0o444);
    const error = refusal(file, () => asPlainUser(() => createEmbedded({ file })));
    expect(error).toMatchObject({
      code: 'configuration',
      message: expect.stringMatching(/read-only.*right to write/),
    });
  });

  it('is refused when the user may write it, but not its folder', async () => {
    const file = await preparedFile();
    giveToPlainUser(file);
    chmodSync(dirname(file), 0o555);
    const error = refusal(file, () => asPlainUser(() => createEmbedded({ file })));
    expect(error).toMatchObject({
      code: 'configuration',
      message: expect.stringMatching(/folder/),
    });
  });
});

describe('an empty file', () => {
  it('becomes a database', async () => {
    const file = inFolder();
    writeFileSync(file, '');
    const billing = createEmbedded({ file });
    expect(billing.audit()).toEqual([]);
    await billing.close();
  });
});
