import { formatReport, runConformance } from '@billport/conformance';
import { lagoAccounts, lagoHarness } from './lago-harness.ts';

// node --conditions=source test/conformance/run-lago.ts [operation prefix] [account 0..3]
const [prefix = '', account = '0'] = process.argv.slice(2);
const chosen = lagoAccounts[Number(account)];
if (chosen === undefined) throw new Error(`There are ${lagoAccounts.length} accounts, from 0.`);
const report = await runConformance(lagoHarness(chosen), {
  filter: ({ operation }) => operation.startsWith(prefix),
});
const lines = formatReport(report).split('\n');
// Only a part of the suite ran: what is missing says nothing.
console.log(lines.filter((line) => !/^\s*MISSING/.test(line)).join('\n'));
process.exitCode = report.results.some(({ outcome }) => outcome === 'failed') ? 1 : 0;
