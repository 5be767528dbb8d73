import { spawn } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { publicPackages } from '../scripts/public-packages.ts';
import { countTests, type Outcome } from './outcome.ts';
import { runSteps } from './schedule.ts';
import { gateSteps, type Step } from './steps.ts';

/** How many steps run at the same time: the machines that run the gate have two cores. */
const LANES = 2;

/** Runs one command to its end, without standard input. */
function run(command: readonly string[]): Promise<{ exitCode: number; output: string }> {
  return new Promise((resolve, reject) => {
    const [program = '', ...args] = command;
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text;
      });
    }
    child.on('error', reject);
    child.on('close', (exitCode) => resolve({ exitCode: exitCode ?? 1, output }));
  });
}

async function check(step: Step): Promise<Outcome> {
  // A report of an earlier run must never be counted.
  if (step.report !== undefined) await rm(step.report, { force: true });
  const started = performance.now();
  const { exitCode, output } = await run(step.command);
  const seconds = (performance.now() - started) / 1000;
  return { step, output, seconds, ...(await countTests(step.report, exitCode)) };
}

function print({ step, passed, failed, skipped, seconds, output }: Outcome): void {
  if (failed > 0) console.log(`\n${output.trimEnd()}\n`);
  const left = skipped > 0 ? `, ${skipped} skipped` : '';
  const tests = step.report === undefined ? '' : `, ${passed} of ${passed + failed} tests${left}`;
  console.log(
    `${failed > 0 ? 'FAILED' : 'passed'}  ${step.name} (${seconds.toFixed(1)} s${tests})`,
  );
}

const outcomes = await runSteps(gateSteps(await publicPackages()), {
  lanes: LANES,
  check,
  onOutcome: print,
});
const passed = outcomes.reduce((sum, outcome) => sum + outcome.passed, 0);
const failed = outcomes.reduce((sum, outcome) => sum + outcome.failed, 0);
console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
