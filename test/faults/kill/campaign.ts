import { join } from 'node:path';
import fc from 'fast-check';
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

/** A process lives for up to so long; one in four dies while it opens and prepares a file. */
const WORK_MS = 450;
const OPENING_MS = 30;
/** A file sees this many kills at most; its first process has to make the tables. */
const KILLS_OF_FILE = 10;

interface Attempt {
  readonly afterMs: number;
  /** Whether the file is finished and compared after this one. */
  readonly lastOfFile: boolean;
}

/** Moments drawn evenly, so that each part of the work is hit as often as it is long. */
function drawAttempts(kills: number, seed: number): Attempt[] {
  const upTo = (max: number) => fc.noBias(fc.integer({ min: 0, max }));
  const draw = fc.record({
    aim: upTo(3),
    work: upTo(WORK_MS),
    opening: upTo(OPENING_MS),
    end: upTo(KILLS_OF_FILE - 1),
  });
  return fc.sample(draw, { seed, numRuns: kills }).map(({ aim, work, opening, end }) => ({
    afterMs: aim === 0 ? opening : work,
    lastOfFile: end === 0,
  }));
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
  for (const [index, { afterMs, lastOfFile }] of drawAttempts(kills, seed).entries()) {
    const found = (wrong: string[]) =>
      violations.push(...wrong.map((text) => `kill ${index + 1}: ${text}`));
    if (file === undefined) {
      total.files += 1;
      file = new TriedFile(join(folder, `billing-${total.files}.db`));
    }
    const doing = await file.kill(afterMs);
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
