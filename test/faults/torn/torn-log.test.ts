import { copyFileSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { manualClock, toEpochMs } from '@billport/core';
import { createEmbedded, type EmbeddedBilling } from '@billport/embedded';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { eventViolations } from '../checks/event-violations.ts';
import { FinalInvoices } from '../checks/final-invoices.ts';
import { pictureViolations } from '../checks/picture-violations.ts';
import { usageViolations } from '../checks/usage-violations.ts';
import { allEvents, allInvoices, type Picture, picture } from '../workload/picture.ts';
import { prepareFile, stepsOf, timeAfter } from '../workload/prepared-file.ts';
import { runStep, stepAt } from '../workload/steps.ts';
import { temporaryFolder } from '../workload/temporary-folder.ts';

const ROUNDS = 2;
const FIRST = stepsOf(ROUNDS);
const LAST = stepsOf(ROUNDS + 4);
const IMAGES = 100;

/** A run whose changes all stand in the log beside the file, and how long that was after each step. */
interface Run {
  readonly file: string;
  readonly log: Buffer;
  /** Bytes of the log when the step with this number was answered. */
  readonly lengths: ReadonlyMap<number, number>;
  readonly end: Picture;
}

async function recordRun(folder: string): Promise<Run> {
  const file = join(folder, 'billing.db');
  await prepareFile(file, ROUNDS);
  const billing = createEmbedded({ file, clock: manualClock(timeAfter(ROUNDS)) });
  const lengths = new Map<number, number>();
  for (let step = FIRST; step < LAST; step += 1) {
    await runStep(billing, step);
    lengths.set(step, statSync(`${file}-wal`).size);
  }
  const end = await picture(billing);
  const untouched = join(folder, 'untouched.db');
  copyFileSync(file, untouched);
  const log = readFileSync(`${file}-wal`);
  await billing.close();
  return { file: untouched, log, lengths, end };
}

/** What is left of a log that was being written when the power went. */
const DAMAGES: Readonly<Record<string, (log: Buffer, from: number, noise: Uint8Array) => Buffer>> =
  {
    cut: (log, from) => log.subarray(0, from),
    zeroed: (log, from) => Buffer.from(log).fill(0, from),
    noise: (log, from, noise) => Buffer.from(log).fill(noise, from),
  };

const damage = fc.record({
  kind: fc.constantFrom(...Object.keys(DAMAGES)),
  position: fc.noBias(fc.integer({ min: 0, max: 1_000_000 })),
  noise: fc.uint8Array({ minLength: 64, maxLength: 64 }),
});
type Damage = typeof damage extends fc.Arbitrary<infer Value> ? Value : never;

/** Everything that is wrong with an image, where all steps before `next` were answered in time. */
async function violations(billing: EmbeddedBilling, next: number): Promise<string[]> {
  const steps = Array.from({ length: next }, (_, step) => stepAt(step));
  const events = await allEvents(billing);
  const invoices = await allInvoices(billing);
  const until = {
    atLeast: toEpochMs(steps.at(-1)?.at ?? ''),
    atMost: toEpochMs(stepAt(next).at),
  };
  return [
    ...billing.audit(),
    ...eventViolations(
      events,
      steps.flatMap((step) => step.events ?? []),
      stepAt(next).events ?? [],
    ),
    ...new FinalInvoices().violations(invoices),
    ...usageViolations(invoices, events, until),
  ];
}

/** Opens a damaged copy, checks it, and goes on from there to the end of the run. */
async function tryImage(run: Run, { kind, position, noise }: Damage, copy: string) {
  const from = Math.floor((position / 1_000_000) * run.log.length);
  copyFileSync(run.file, copy);
  const damaged = DAMAGES[kind] as (typeof DAMAGES)[string];
  writeFileSync(`${copy}-wal`, damaged(run.log, from, noise));
  const next = [...run.lengths].find(([, length]) => length > from)?.[0] ?? LAST;
  const billing = createEmbedded({
    file: copy,
    clock: manualClock(stepAt(next).at),
    synchronous: 'normal',
  });
  const wrong = await violations(billing, next);
  for (let step = next; step < LAST; step += 1) await runStep(billing, step);
  wrong.push(...billing.audit(), ...pictureViolations(await picture(billing), run.end));
  await billing.close();
  return wrong.map((text) => `${kind} from byte ${from} of ${run.log.length}: ${text}`);
}

describe('a log that was torn by a power cut', () => {
  it(`gives the answered steps before the tear, in ${IMAGES} images`, async () => {
    const folder = temporaryFolder();
    const run = await recordRun(folder);
    // No checkpoint has begun the log anew: what is in it is all that was done.
    const lengths = [...run.lengths.values()];
    expect(lengths).toEqual([...lengths].sort((one, other) => one - other));
    expect(run.lengths.get(LAST - 1)).toBe(run.log.length);
    const found: string[] = [];
    for (const [index, image] of fc.sample(damage, { seed: 7, numRuns: IMAGES }).entries()) {
      found.push(...(await tryImage(run, image, join(folder, `image-${index}.db`))));
    }
    expect(found).toEqual([]);
  }, 120_000);
});
