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

  it('counts an entry that is not a vector as failed and runs the rest', () => {
    const entries = [
      null,
      { kind: 'charge' },
      { id: 'a', kind: 'charge', topic: 'standard', input: {} },
      vector('good', '6'),
    ];
    const { status, lines } = vectors(file('entries.json', JSON.stringify({ vectors: entries })));
    expect(lines).toEqual([
      'FAIL vectors[0]',
      '  vectors[0] is not an object.',
      'FAIL vectors[1]',
      '  vectors[1].id must be a text.',
      'FAIL vectors[2]',
      '  vectors[2].expected must be an object.',
      '1 passed, 3 failed',
    ]);
    expect(status).toBe(1);
  });

  it('takes numbers exactly that a float cannot hold', () => {
    // 3 times 3002399751580331 is 9007199254740993, the first whole number that a float skips.
    const exact = JSON.stringify({ vectors: [vector('float', '0')] })
      .replace('"amount":"2"', '"amount":"3002399751580331"')
      .replace('"amount":"0"', '"amount":9007199254740992');
    expect(vectors(file('float.json', exact)).lines.at(-1)).toBe('0 passed, 1 failed');
    const next = exact.replace('9007199254740992', '9007199254740993');
    expect(vectors(file('exact.json', next)).lines.at(-1)).toBe('1 passed, 0 failed');
  });

  it.each([
    ['not JSON', '{', 'not JSON'],
    ['no list of vectors', '{}', 'vectors'],
    ['no vectors', '{"vectors":[]}', 'empty'],
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
