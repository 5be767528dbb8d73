import { describe, expect, it } from 'vitest';
import { runCampaign } from './campaign.ts';
import { openLagoTarget } from './lago-target.ts';

describe('writes through the Lago adapter while the connection breaks', () => {
  it('are each reported as done, refused or unknown, and are as reported', async () => {
    const target = await openLagoTarget();
    try {
      const options = { operations: 300, seed: 20_260_115, rate: 0.05, concurrency: 16 };
      const report = await runCampaign(target, options);
      expect(report.violations).toEqual([]);
      expect(report.faults).toBeGreaterThan(10);
      expect(report.done).toBeGreaterThan(200);
    } finally {
      await target.close();
    }
  });
});
