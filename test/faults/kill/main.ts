/** Kills processes of the embedded engine: `pnpm campaign:kill --kills 200 --seed 1`. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { runCampaign } from './campaign.ts';

function wholeNumber(name: string, text: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  throw new Error(`--${name}: write a whole number, not ${JSON.stringify(text)}.`);
}

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '200' },
    seed: { type: 'string', default: '1' },
  },
});
const folder = mkdtempSync(join(tmpdir(), 'billport-kill-'));
const started = performance.now();
const report = await runCampaign({
  kills: wholeNumber('kills', values.kills),
  seed: wholeNumber('seed', values.seed),
  folder,
  onKill: (kills) => process.stderr.write(`\r${kills} kills`),
});
process.stderr.write('\n');
console.log(
  JSON.stringify({ ...report, seconds: Math.round((performance.now() - started) / 1000) }, null, 2),
);
if (report.violations.length === 0) rmSync(folder, { recursive: true });
else process.exitCode = 1;
