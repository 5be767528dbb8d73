import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openAccount } from './open-account.ts';

it('S9: a link is in the answer that was asked for it, marked, and in no list, audit line or log', async () => {
  const auditFile = join(mkdtempSync(join(tmpdir(), 'billport-mcp-')), 'audit.jsonl');
  const { call, ids, failures, close } = await openAccount({ settings: { auditFile } });
  const { isError, facts, text } = await call('get_link', { kind: 'invoice', invoice: ids.open });
  const url = String(facts.url);
  expect(isError).toBe(false);
  expect(url).toMatch(/^[a-z]+:/);
  expect(text).toMatch(/secret|sensitive/i);

  const lists = [
    await call('list_invoices', { response_format: 'detailed' }),
    await call('get_invoice', { invoice: ids.open, response_format: 'detailed' }),
    await call('list_billing_documents', { kind: 'credit_notes', response_format: 'detailed' }),
    await call('read_operation', { operation: 'invoices.list' }),
  ];
  for (const answer of lists) {
    expect(answer.isError).toBe(false);
    expect(JSON.stringify(answer)).not.toContain(url);
  }
  close();
  const audit = readFileSync(auditFile, 'utf8');
  expect(audit).toContain('get_link');
  expect(audit).not.toContain(url);
  expect(JSON.stringify(failures)).not.toContain(url);
});
