import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'vectors-'));
afterAll(() => rmSync(folder, { recursive: true }));

const main = fileURLToPath(new URL('./main.ts', import.meta.url));
const root = fileURLToPath(new URL('../..', import.meta.url));

function vectors(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--conditions=source', main, ...args],
    { cwd: root, encoding: 'utf8', env: {} },
  );
  return { status, lines: stdout.trimEnd().split('\n'), stderr };
}

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const vector = (id: string, amount: string) => ({
  id,
  kind: 'charge',
  topic: 'standard',
  input: {
    charge_model: 'standard',
    properties: { amount: '2' },
    currency: 'EUR',
    timing: 'arrears',
    usage: { units: '3' },
  },
  expected: { amount },
});

describe('pnpm vectors', () => {
  it('passes the file of the repository', () => {
    const { status, lines } = vectors();
    expect(lines.at(-1)).toBe('294 passed, 0 failed');
    expect(status).toBe(0);
  });

  it('lists what failed, counts it on the last line and exits with 1', () => {
    const path = file(
      'mixed.json',
      JSON.stringify({ vectors: [vector('good', '6'), vector('bad', '7')] }),
    );
    const { status, lines } = vectors(path);
    expect(lines).toEqual([
      'FAIL bad (charge/standard)',
      '  amount: expected "7", got "6"',
      '1 passed, 1 failed',
    ]);
    expect(status).toBe(1);
  });

  it.each([
    ['not JSON', '{', 'not JSON'],
    ['no list of vectors', '{}', 'vectors'],
    ['no vectors', '{"vectors":[]}', 'empty'],
    ['a vector without an id', '{"vectors":[{"kind":"charge"}]}', 'vectors[0].id'],
    [
      'a vector without an expectation',
      '{"vectors":[{"id":"a","kind":"charge","topic":"standard","input":{}}]}',
      'vectors[0].expected',
    ],
  ])('exits with 2 for %s', (name, text, message) => {
    const { status, stderr } = vectors(file(`${name}.json`, text));
    expect(stderr).toContain(message);
    expect(status).toBe(2);
  });

  it('exits with 2 where there is no such file, or more than one is named', () => {
    const missing = vectors(join(folder, 'missing.json'));
    expect([missing.status, missing.stderr.includes('missing.json')]).toEqual([2, true]);
    expect(vectors('a.json', 'b.json').status).toBe(2);
  });
});
