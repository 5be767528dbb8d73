import { describe, expect, it } from 'vitest';
import { runCampaign } from './campaign.ts';
import { targets } from './targets.ts';

describe.each(Object.entries(targets))(
  'writes through the %s adapter while the connection breaks',
  (_, open) => {
    it('are each reported as done, refused or unknown, and are as reported', async () => {
      const target = await open();
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
  },
);
