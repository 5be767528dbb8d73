import { rmSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { auditFile } from './audit-record.fixture.ts';
import { isStopped } from './kill-switch.ts';

it('is thrown while the file is there', () => {
  const file = auditFile();
  expect(isStopped(file)).toBe(false);
  writeFileSync(file, '');
  expect(isStopped(file)).toBe(true);
  rmSync(file);
  expect(isStopped(file)).toBe(false);
});

it('is never thrown where there is none', () => {
  expect(isStopped(undefined)).toBe(false);
});

it('counts as thrown when the file cannot be looked for', () => {
  expect(isStopped(`${auditFile()}${'x'.repeat(5000)}`)).toBe(true);
});
