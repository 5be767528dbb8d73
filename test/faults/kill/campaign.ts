import { join } from 'node:path';
import fc from 'fast-check';
import type { End } from './killed-process.ts';
import { TriedFile } from './tried-file.ts';

/** How many processes are killed, and what decides when. */
export interface CampaignOptions {
  readonly kills: number;
  /** The same seed draws the same moments. */
  readonly seed: number;
  /** An empty folder for the files. */
  readonly folder: string;
  /** Told after each kill how many there were. */
  readonly onKill?: (kills: number) => void;
}

/** What a campaign came to. */
export interface CampaignReport {
  readonly kills: number;
  readonly seed: number;
  readonly files: number;
  /** Kills by what the process was doing. */
  readonly during: Readonly<Record<string, number>>;
  /** Events whose recording was answered. */
  readonly events: number;
  /** Final invoices, all compared after each kill. */
  readonly invoices: number;
  /** What was found wrong, each with the kill after which it was seen. */
  readonly violations: readonly string[];
}

/** A process lives for up to so long. */
const WORK_MS = 450;
/** One in eight dies while it opens and prepares a file, */
const OPENING_MS = 30;
/** and one in eight when it has done up to so many steps, before it can say so of the last. */
const STEPS = 40;
/** A file sees so many kills on average; the first process has to make its tables. */
const KILLS_OF_FILE = 10;

interface Attempt {
  readonly end: End;
  /** Whether the file is finished and compared after this one. */
  readonly lastOfFile: boolean;
}

/** Moments drawn evenly, so that each part of the work is hit as often as it is long. */
function drawAttempts(kills: number, seed: number): Attempt[] {
  const between = (min: number, max: number) => fc.noBias(fc.integer({ min, max }));
  const draw = fc.record({
    aim: between(1, 8),
    work: between(0, WORK_MS),
    opening: between(0, OPENING_MS),
    steps: between(1, STEPS),
    ending: between(1, KILLS_OF_FILE),
  });
  return fc.sample(draw, { seed, numRuns: kills }).map((drawn) => {
    const { aim, work, opening, steps, ending } = drawn;
    const end = aim === 1 ? { afterSteps: steps } : { afterMs: aim === 2 ? opening : work };
    return { end, lastOfFile: ending === 1 };
  });
}

/**
 * Kills one process after another at moments drawn from the seed, opens the file after each, and
 * checks that nothing answered is missing, nothing counts twice and nothing is half made.
 */
export async function runCampaign(options: CampaignOptions): Promise<CampaignReport> {
  const { kills, seed, folder } = options;
  const during: Record<string, number> = {};
  const violations: string[] = [];
  const total = { files: 0, events: 0, invoices: 0 };
  let file: TriedFile | undefined;
  for (const [index, { end, lastOfFile }] of drawAttempts(kills, seed).entries()) {
    const found = (wrong: string[]) =>
      violations.push(...wrong.map((text) => `kill ${index + 1}: ${text}`));
    if (file === undefined) {
      total.files += 1;
      file = new TriedFile(join(folder, `billing-${total.files}.db`));
    }
    const doing = await file.kill(end);
    during[doing] = (during[doing] ?? 0) + 1;
    found(await file.violations());
    if (lastOfFile || index === kills - 1) {
      found(await file.finish());
      total.events += file.figures.events;
      total.invoices += file.figures.invoices;
      file = undefined;
    }
    options.onKill?.(index + 1);
  }
  return { kills, seed, ...total, during, violations };
}
