import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

/** Runs an example as a user would, in a process of its own, and gives what it prints. */
function run(name: string): string {
  const file = fileURLToPath(new URL(name, import.meta.url));
  return execFileSync(process.execPath, ['--conditions=source', file], { encoding: 'utf8' });
}

describe('the examples', () => {
  it('quick-start bills the base price and three calls', () => {
    const output = run('quick-start.ts');
    expect(output).toContain('starter: 1 = 20.00');
    // 3 x 0.002 = 0.006, rounded half away from zero.
    expect(output).toContain('calls: 3 = 0.01');
    expect(output).toContain('due: 20.01 USD');
  });

  it('usage-based-saas bills a year with trial, credits and an upgrade', () => {
    const output = run('usage-based-saas.ts');
    // The trial ends on 15 January: 17 of 31 days of 49.00, paid from the wallet.
    expect(output).toMatch(/2026-01-15 +0\.00 EUR +team 26\.87\n/);
    // March: (49.00 + 180 x 0.05) x 1.2, less the 6.56 that were left in the wallet.
    expect(output).toMatch(/2026-03-01 +63\.04 EUR +team 49\.00, Storage 9\.00\n/);
    // The upgrade: 390 x 0.05 and 17 of 31 days of 199.00, with tax, less 17 of 31 days of the
    // 49.00 that were paid for July, with tax: 154.36 - 32.24.
    expect(output).toMatch(/2026-07-15 +122\.12 EUR +Storage 19\.50, company 109\.13\n/);
    // The other half of July is priced by the new plan: 390 x 0.03.
    expect(output).toMatch(/2026-08-01 +252\.84 EUR +company 199\.00, Storage 11\.70\n/);
    expect(output).toContain('14 invoices, 2180.40 EUR due, 0.00 EUR of credits left');
  });
});
