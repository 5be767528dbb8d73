/** Writes through an adapter while the connection breaks: `pnpm campaign:http --provider lago --operations 10000 --seed 1`. */
import { parseArgs } from 'node:util';
import { runCampaign } from './campaign.ts';
import { targets } from './targets.ts';

function wholeNumber(name: string, text: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  throw new Error(`--${name}: write a whole number, not ${JSON.stringify(text)}.`);
}

const { values } = parseArgs({
  options: {
    operations: { type: 'string', default: '10000' },
    seed: { type: 'string', default: '1' },
    provider: { type: 'string', default: 'lago' },
  },
});
const open = targets[values.provider];
if (open === undefined) {
  throw new Error(`--provider: write one of ${Object.keys(targets).join(', ')}.`);
}
const target = await open();
const started = performance.now();
const report = await runCampaign(target, {
  operations: wholeNumber('operations', values.operations),
  seed: wholeNumber('seed', values.seed),
  rate: 0.05,
  concurrency: 16,
  onProgress: (done) => void (done % 100 === 0 && process.stderr.write(`\r${done} operations`)),
});
process.stderr.write('\n');
const seconds = Math.round((performance.now() - started) / 1000);
console.log(
  JSON.stringify({ ...report, met: Object.fromEntries(target.chaos.met), seconds }, null, 2),
);
await target.close();
if (report.violations.length > 0) process.exitCode = 1;
