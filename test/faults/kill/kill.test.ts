import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCampaign } from './campaign.ts';

const SEED = Number(process.env.KILL_SEED ?? '20260105');
const KILLS = 20;

describe('a process killed at any moment', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'billport-kill-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it(`leaves a file that is whole, ${KILLS} times with KILL_SEED=${SEED}`, async () => {
    const report = await runCampaign({ kills: KILLS, seed: SEED, folder });
    expect(report.violations).toEqual([]);
    // Where a kill lands depends on the machine: what counts is that all of them did, and not all
    // in one place.
    const landed = Object.values(report.during);
    expect(landed.reduce((sum, kills) => sum + kills, 0)).toBe(KILLS);
    expect(landed.length).toBeGreaterThan(1);
    expect(report.events).toBeGreaterThan(0);
    expect(report.invoices).toBeGreaterThan(0);
  }, 240_000);
});
