import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { manualClock } from '@billport/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AuditLog } from './audit-log.ts';
import { auditFile, recordOf } from './audit-record.fixture.ts';
import { type AuditFault, verifyAudit } from './verify-audit.ts';

async function written(count: number) {
  const file = auditFile();
  const log = AuditLog.open(file, manualClock('2026-03-10T12:00:00.000Z'));
  for (let made = 1; made <= count; made++) {
    await log.append(recordOf({ targets: [`customer:c${made}`] }));
  }
  log.close();
  const lines = readFileSync(file, 'utf8').split('\n').slice(0, -1);
  const rewrite = (changed: readonly string[]) => writeFileSync(file, `${changed.join('\n')}\n`);
  return { file, head: log.head, lines, rewrite };
}

const kinds = (faults: readonly AuditFault[]) => faults.map(({ line, kind }) => [line, kind]);

/** A line as somebody writes it who knows how lines are hashed. */
function resealed(line: string, change: (text: string) => string): string {
  const text = change(line.replace(/,"hash":"\w+"\}$/, '}'));
  const hash = createHash('sha256').update(text).digest('hex');
  return `${text.slice(0, -1)},"hash":"${hash}"}`;
}

describe('verifyAudit', () => {
  it('S8: finds nothing wrong with an empty log and with a whole one', async () => {
    const empty = await written(0);
    expect(verifyAudit(empty.file)).toMatchObject({ isIntact: true, entries: 0, head: { seq: 0 } });
    const whole = await written(3);
    expect(verifyAudit(whole.file, whole.head)).toMatchObject({ isIntact: true, entries: 3 });
  });

  it('S8: tells an edit and its line', async () => {
    const { file, lines, rewrite } = await written(4);
    rewrite(lines.map((line) => line.replace('customer:c2', 'customer:c9')));
    expect(kinds(verifyAudit(file).faults)).toEqual([[2, 'edited']]);
  });

  it('S8: tells an edit whose hash was made anew by the entry after it', async () => {
    const { file, lines, rewrite } = await written(4);
    rewrite(
      lines.map((line, i) => (i === 1 ? resealed(line, (text) => text.replace('c2', 'c9')) : line)),
    );
    expect(kinds(verifyAudit(file).faults)).toEqual([[3, 'edited']]);
  });

  it('S8: tells missing, doubled and swapped entries', async () => {
    const { file, lines, rewrite } = await written(5);
    const [a, b, c, d, e] = lines as [string, string, string, string, string];
    for (const [changed, line] of [
      [[a, b, d, e], 3],
      [[b, c, d, e], 1],
      [[a, b, b, c, d, e], 3],
      [[a, c, b, d, e], 2],
    ] as const) {
      rewrite(changed);
      expect(kinds(verifyAudit(file).faults)[0]).toEqual([line, 'gap']);
    }
  });

  it('S8: tells what is no entry, also when its hash is right', async () => {
    const { file, lines, rewrite } = await written(2);
    const [a, b] = lines as [string, string];
    const withMore = resealed(b, (text) => text.replace('{', '{"note":"jane@acme.example",'));
    for (const odd of ['', '{}', 'null', b.replace('"seq":2', '"seq":"2"'), withMore, ` ${b}`]) {
      rewrite([a, odd]);
      expect(kinds(verifyAudit(file).faults)).toEqual([[2, 'unreadable']]);
    }
  });

  it('S8: tells a last line that is cut off', async () => {
    const { file, lines } = await written(2);
    writeFileSync(file, `${lines.join('\n')}`);
    expect(kinds(verifyAudit(file).faults)).toEqual([[2, 'incomplete']]);
  });

  it('S8: tells a cut at the end with a head that was kept, and only with it', async () => {
    const { file, head, lines, rewrite } = await written(4);
    rewrite(lines.slice(0, 3));
    expect(verifyAudit(file).isIntact).toBe(true);
    const report = verifyAudit(file, head);
    expect(kinds(report.faults)).toEqual([[4, 'truncated']]);
    expect(report.faults[0]?.message).toContain('entry 4 is missing');
  });

  it('S8: tells a log that was written anew, and takes one that has grown', async () => {
    const { file, head } = await written(4);
    const other = await written(5);
    expect(verifyAudit(other.file, head).isIntact).toBe(true);
    expect(kinds(verifyAudit(file, { seq: 4, hash: 'f'.repeat(64) }).faults)).toEqual([
      [5, 'truncated'],
    ]);
  });

  it('S8: tells the change of any byte', async () => {
    const { file, head } = await written(3);
    const whole = readFileSync(file);
    const byte = fc.record({
      at: fc.nat({ max: whole.length - 1 }),
      change: fc.integer({ min: 1, max: 255 }),
    });
    fc.assert(
      fc.property(byte, ({ at, change }) => {
        const spoiled = Buffer.from(whole);
        spoiled[at] = (spoiled[at] ?? 0) ^ change;
        writeFileSync(file, spoiled);
        expect(verifyAudit(file, head).isIntact).toBe(false);
      }),
      { numRuns: 500 },
    );
  });

  it('S8: reads a file of garbage without filling the memory with its faults', () => {
    const file = auditFile();
    writeFileSync(file, 'x\n'.repeat(100_000));
    expect(verifyAudit(file).faults).toHaveLength(100);
    writeFileSync(file, 'x'.repeat(3_000_000));
    expect(kinds(verifyAudit(file).faults)).toEqual([[1, 'incomplete']]);
  });
});
