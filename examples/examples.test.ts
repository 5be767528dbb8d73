import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

/** Runs an example as a user would, in a process of its own, and gives what it prints. */
function run(name: string, ...options: readonly string[]): string {
  const file = fileURLToPath(new URL(name, import.meta.url));
  return execFileSync(process.execPath, ['--conditions=source', file, ...options], {
    encoding: 'utf8',
  });
}

/** Runs an example that uses nothing of ours but by a process that it starts. */
function runAsInstalled(name: string, ...options: readonly string[]): string {
  const file = fileURLToPath(new URL(name, import.meta.url));
  return execFileSync(process.execPath, [file, ...options], { encoding: 'utf8' });
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

  describe('mcp-agent', () => {
    const agreed = [/^upsert_customer: Created customer/m, /^add_credits: Granted 5 credits/m];

    it('shows a preview and brings its token, where the client has no forms', () => {
      const output = runAsInstalled('mcp-agent.ts');
      expect(output).toMatch(/^upsert_customer: Preview, nothing was changed: .*20\.00 EUR/m);
      expect(output).toMatch(/^add_credits: Preview, nothing was changed: .*5\.00 EUR/m);
      for (const line of agreed) expect(output).toMatch(line);
      // 42,300 tokens are not free: 43 packages of 0.40.
      expect(output).toContain('cost so far: 17.20 EUR');
    });

    it('asks once for each, where it has', () => {
      const output = runAsInstalled('mcp-agent.ts', '--form');
      expect(output.match(/^asked: .*Nothing has been done yet\.$/gm)).toHaveLength(2);
      expect(output).not.toContain('Preview');
      for (const line of agreed) expect(output).toMatch(line);
    });
  });

  describe('quickstart', () => {
    /** What it prints but for the warnings, which are the differences in the provider's own words. */
    const linesOf = (provider: string) =>
      run('quickstart/main.ts', '--provider', provider)
        .split('\n')
        .filter((line) => !line.startsWith('  ~'));

    it('bills the base price, 15,000 tokens in two tiers and three packages of requests', () => {
      const lines = linesOf('embedded');
      expect(lines).toContain('Used so far: 14.00 USD');
      // 10,000 x 0.001 + 5,000 x 0.0005; three started packages of ten for 25 requests.
      expect(lines).toContain('  tokens: 15000 = 12.50');
      expect(lines).toContain('  requests: 25 = 1.50');
      // 20.00 + 12.50 + 1.50, less 5.00 of credits.
      expect(lines).toContain('Invoice, subscription: total 29.00, due 29.00 USD');
    });

    it('prints the same on Lago', () => {
      expect(linesOf('lago')).toEqual(linesOf('embedded'));
    });

    it('prints the same on Paigo, but for what its notes say', () => {
      const [embedded, paigo] = [linesOf('embedded'), linesOf('paigo')];
      const missing = embedded.filter((line) => !paigo.includes(line));
      const added = paigo.filter((line) => !embedded.includes(line));
      // credits.add: Paigo takes credits when it collects a payment, and not from what is paid
      // outside of it; invoices.list: a line for each tier, and packages instead of units.
      expect(missing).toEqual([
        'Invoice, subscription: total 29.00, due 29.00 USD',
        '  15000 = 12.50',
        '  25 = 1.50',
      ]);
      expect(added).toEqual([
        // credits.createWallet: every customer has one.
        expect.stringMatching(/^No new wallet: /),
        'Invoice, subscription: total 34.00, due 34.00 USD',
        '  10000 = 10.00',
        '  5000 = 2.50',
        '  3 = 1.50',
      ]);
    });

    it('says beside the invoices of Paigo how they differ', () => {
      const notes = run('quickstart/main.ts', '--provider', 'paigo')
        .split('\n')
        .filter((line) => line.startsWith('  ~ partial: '));
      const words = [
        'one for each tier',
        'packages instead of units',
        'own order',
        'Credits count',
      ];
      const told = notes.filter((note) => words.every((each) => note.includes(each)));
      expect(told).toHaveLength(1);
    });
  });
});
