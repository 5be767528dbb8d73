import { parseArgs } from 'node:util';
import { formatReport, runConformance } from '@billport/conformance';
import { eachSwitch, type PaigoAccount, paigoAccounts, paigoHarness } from './paigo-harness.ts';

// node --conditions=source test/conformance/run-paigo.ts [operation prefix]
//   [--account 0..3] [--switch name=setting …] [--each] [--stripe]
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    account: { type: 'string', default: '0' },
    switch: { type: 'string', multiple: true, default: [] },
    each: { type: 'boolean', default: false },
    stripe: { type: 'boolean', default: false },
  },
});
const [prefix = ''] = positionals;
const chosen = paigoAccounts[Number(values.account)];
if (chosen === undefined) throw new Error(`There are ${paigoAccounts.length} accounts, from 0.`);

function settingOf(text: string): PaigoAccount {
  const [name = '', setting = ''] = text.split('=');
  return { [name]: setting === 'true' ? true : setting === 'false' ? false : setting };
}

const single = Object.assign({ ...chosen }, ...values.switch.map(settingOf)) as PaigoAccount;
const accounts = values.each ? eachSwitch : [single];
for (const account of accounts) {
  const name = values.each ? JSON.stringify(account) : `account ${values.account}`;
  const channel = values.stripe ? 'Stripe' : 'manual';
  const report = await runConformance(paigoHarness(account, name, channel), {
    filter: ({ operation }) => operation.startsWith(prefix),
  });
  const lines = formatReport(report).split('\n');
  // Only a part of the suite ran: what is missing says nothing.
  console.log(lines.filter((line) => !/^\s*MISSING/.test(line)).join('\n'));
  if (report.results.some(({ outcome }) => outcome === 'failed')) process.exitCode = 1;
}
