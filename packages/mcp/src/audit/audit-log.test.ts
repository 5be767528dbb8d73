import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  appendFileSync,
  chmodSync,
  mkdirSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { manualClock } from '@billport/core';
import { describe, expect, it } from 'vitest';
import { Refusal } from '../answers/refusal.ts';
import { refusalOf } from '../answers/refusal-of.fixture.ts';
import { AuditLog } from './audit-log.ts';
import { auditFile, recordOf } from './audit-record.fixture.ts';
import { ProcessLock } from './process-lock.ts';
import { verifyAudit } from './verify-audit.ts';

const START = '2026-03-10T12:00:00.000Z';
const clock = () => manualClock(START);
const linesOf = (file: string) => readFileSync(file, 'utf8').split('\n').slice(0, -1);

describe('AuditLog', () => {
  it('S8: writes one line for each call, joined by hashes', async () => {
    const file = auditFile();
    const log = AuditLog.open(file, clock());
    const first = await log.append(recordOf());
    const second = await log.append(recordOf({ result: 'failed', code: 'timeout', follows: 1 }));
    log.close();
    const entries = linesOf(file).map((line) => JSON.parse(line));
    expect(entries[0]).toEqual({
      seq: 1,
      time: START,
      ...recordOf(),
      previous: '0'.repeat(64),
      hash: first.hash,
    });
    expect(entries[1]).toMatchObject({
      seq: 2,
      previous: first.hash,
      hash: second.hash,
      follows: 1,
    });
    expect(verifyAudit(file)).toEqual({ isIntact: true, entries: 2, head: second, faults: [] });
  });

  it('S8: keeps the order of calls that are appended at the same time', async () => {
    const file = auditFile();
    const log = AuditLog.open(file, clock());
    const heads = await Promise.all(
      Array.from({ length: 100 }, (_, index) => log.append(recordOf({ principal: `p${index}` }))),
    );
    expect(heads.map(({ seq }) => seq)).toEqual(Array.from({ length: 100 }, (_, i) => i + 1));
    expect(linesOf(file).map((line) => JSON.parse(line).principal)).toEqual(
      Array.from({ length: 100 }, (_, index) => `p${index}`),
    );
    expect(log.head).toEqual(heads[99]);
    log.close();
  });

  it('S8: continues the chain when it is opened again', async () => {
    const file = auditFile();
    const first = AuditLog.open(file, clock());
    await first.append(recordOf());
    first.close();
    const second = AuditLog.open(file, clock());
    expect(await second.append(recordOf())).toMatchObject({ seq: 2 });
    second.close();
    expect(verifyAudit(file)).toMatchObject({ isIntact: true, entries: 2 });
  });

  it('S8: lets two logs on one file make one chain', async () => {
    const file = auditFile();
    const logs = [AuditLog.open(file, clock()), AuditLog.open(file, clock())];
    for (let round = 0; round < 5; round++) {
      await Promise.all(logs.map((log) => log.append(recordOf())));
    }
    for (const log of logs) log.close();
    expect(verifyAudit(file)).toMatchObject({ isIntact: true, entries: 10 });
  });

  it('S8: lets several processes write at once, and one that is killed loses nothing it said it wrote', async () => {
    const file = auditFile();
    const script = fileURLToPath(new URL('./append-entries.fixture.ts', import.meta.url));
    const start = (principal: string, count: number) => {
      const args = ['--conditions=source', script, file, principal, String(count)];
      return spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'ignore'] });
    };
    const killed = start('killed', 1_000_000);
    let said = 0;
    killed.stdout.on('data', (dots: Buffer) => {
      said += dots.length;
      if (said >= 20) killed.kill('SIGKILL');
    });
    const finished = ['a', 'b'].map((principal) => once(start(principal, 50), 'exit'));
    expect((await Promise.all(finished)).map(([code]) => code)).toEqual([0, 0]);
    if (killed.exitCode === null && killed.signalCode === null) await once(killed, 'close');
    const report = verifyAudit(file);
    expect(report).toMatchObject({ isIntact: true, faults: [] });
    const principals = linesOf(file).map((line) => JSON.parse(line).principal);
    expect(principals.filter((one) => one === 'a')).toHaveLength(50);
    expect(principals.filter((one) => one === 'b')).toHaveLength(50);
    expect(principals.filter((one) => one === 'killed').length).toBeGreaterThanOrEqual(said);
  });

  it('S8: is readable by its owner alone', () => {
    const file = auditFile();
    AuditLog.open(file, clock()).close();
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('writes what waits when it is closed, and takes nothing any more', async () => {
    const file = auditFile();
    const log = AuditLog.open(file, clock());
    const waiting = log.append(recordOf());
    log.close();
    expect(await waiting).toMatchObject({ seq: 1 });
    await expect(log.append(recordOf())).rejects.toMatchObject({ code: 'audit_unavailable' });
    expect(linesOf(file)).toHaveLength(1);
  });

  it('S8: refuses a record that is not well formed, and writes the others', async () => {
    const file = auditFile();
    const log = AuditLog.open(file, clock());
    const odd = log.append(recordOf({ code: 'The card of Jane was declined.' }));
    const good = log.append(recordOf());
    await expect(odd).rejects.toMatchObject({ code: 'audit_unavailable' });
    await good;
    log.close();
    expect(readFileSync(file, 'utf8')).not.toContain('Jane');
    expect(verifyAudit(file)).toMatchObject({ isIntact: true, entries: 1 });
  });
});

describe('an audit log that cannot be trusted', () => {
  async function written(count: number): Promise<string> {
    const file = auditFile();
    const log = AuditLog.open(file, clock());
    for (let made = 0; made < count; made++) await log.append(recordOf());
    log.close();
    return file;
  }

  it.each<[string, (file: string) => void]>([
    [
      'was edited',
      (file) => writeFileSync(file, readFileSync(file, 'utf8').replace('acme', 'beta')),
    ],
    [
      'lost its first entry',
      (file) => writeFileSync(file, `${linesOf(file).slice(1).join('\n')}\n`),
    ],
    ['ends within a line', (file) => writeFileSync(file, readFileSync(file, 'utf8').slice(0, -40))],
    ['holds something else', (file) => appendFileSync(file, 'hello\n')],
  ])('S8: is not opened when it %s', async (_, spoil) => {
    const file = await written(3);
    spoil(file);
    const refusal = refusalOf(() => AuditLog.open(file, clock()));
    expect(refusal.code).toBe('audit_unavailable');
    expect(refusal.message).toContain('changed from outside');
    expect(refusal.message).not.toContain(file);
  });

  it.each<[string, (file: string) => void]>([
    ['is cut', (file) => writeFileSync(file, `${linesOf(file)[0]}\n`)],
    ['is emptied', (file) => writeFileSync(file, '')],
    [
      'has its last entry edited',
      (file) => writeFileSync(file, readFileSync(file, 'utf8').replace(/w1(?![\s\S]*w1)/, 'w2')),
    ],
    ['is moved away', (file) => renameSync(file, `${file}.old`)],
    ['is added to by somebody else', (file) => appendFileSync(file, 'hello\n')],
  ])('S8: takes no entry when it %s while it is open', async (_, spoil) => {
    const file = auditFile();
    const log = AuditLog.open(file, clock());
    for (let made = 0; made < 3; made++) await log.append(recordOf());
    spoil(file);
    await expect(log.append(recordOf())).rejects.toMatchObject({ code: 'audit_unavailable' });
    log.close();
  });

  it('S8: refuses where the file cannot be written, and does not name it', async () => {
    const folder = auditFile();
    mkdirSync(folder);
    const refusal = refusalOf(() => AuditLog.open(folder, clock()));
    expect(refusal).toMatchObject({ code: 'audit_unavailable' });
    expect(refusal.message).toMatch(/the system says E[A-Z]+/);
    expect(refusal.options.next).toContain('BILLING_MCP_AUDIT_FILE');
    const missing = join(auditFile(), 'no', 'such', 'folder.jsonl');
    const noFolder = refusalOf(() => AuditLog.open(missing, clock()));
    expect(noFolder.code).toBe('audit_unavailable');
    expect(noFolder.message).toContain('its folder is not there (ENOENT)');
    expect(noFolder.options.next).toContain('nothing is changed');
  });

  it.runIf(process.getuid?.() !== 0)('S8: refuses when the file became read-only', async () => {
    const file = auditFile();
    const log = AuditLog.open(file, clock());
    chmodSync(file, 0o400);
    await expect(log.append(recordOf())).rejects.toMatchObject({ code: 'audit_unavailable' });
    log.close();
  });

  it('S8: refuses, and may be tried again, while another process holds the lock for too long', async () => {
    const file = auditFile();
    const log = AuditLog.open(file, clock());
    const other = new ProcessLock(`${file}.lock`);
    let held: Promise<unknown> = Promise.resolve();
    other.hold(() => {
      const appended = log.append(recordOf());
      log.close();
      held = appended.catch((error: unknown) => error);
    });
    const refusal = await held;
    expect(refusal).toBeInstanceOf(Refusal);
    expect((refusal as Refusal).options.retryable).toBe(true);
    other.close();
    expect(linesOf(file)).toHaveLength(0);
  });
});
