import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { countTests } from './outcome.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'billport-gate-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function report(name: string, content: object): Promise<string> {
  const file = join(folder, name);
  await writeFile(file, JSON.stringify(content));
  return file;
}

describe('a step without a test report', () => {
  it('counts as one', async () => {
    expect(await countTests(undefined, 0)).toEqual({ passed: 1, failed: 0, skipped: 0 });
    expect(await countTests(undefined, 2)).toEqual({ passed: 0, failed: 1, skipped: 0 });
  });
});

describe('a step with a test report', () => {
  it('counts each test', async () => {
    const file = await report('mixed.json', {
      numPassedTests: 7,
      numFailedTests: 2,
      numPendingTests: 3,
      success: false,
    });
    expect(await countTests(file, 1)).toEqual({ passed: 7, failed: 2, skipped: 3 });
  });

  it('is red when the run failed without a failed test', async () => {
    const good = { numPassedTests: 7, numFailedTests: 0, numPendingTests: 0 };
    const brokenFile = await report('broken.json', { ...good, success: false });
    expect(await countTests(brokenFile, 0)).toEqual({ passed: 7, failed: 1, skipped: 0 });
    const unhandled = await report('unhandled.json', { ...good, success: true });
    expect(await countTests(unhandled, 1)).toEqual({ passed: 7, failed: 1, skipped: 0 });
  });

  it('is red when nothing ran', async () => {
    const none = await report('none.json', {
      numPassedTests: 0,
      numFailedTests: 0,
      numPendingTests: 0,
      success: true,
    });
    expect(await countTests(none, 0)).toEqual({ passed: 0, failed: 1, skipped: 0 });
    expect(await countTests(join(folder, 'absent.json'), 0)).toEqual({
      passed: 0,
      failed: 1,
      skipped: 0,
    });
  });

  it('refuses a report in another form', async () => {
    await expect(countTests(await report('odd.json', { tests: 3 }), 0)).rejects.toThrow();
  });
});
