import { describeConformance, formatReport, runConformance } from '@billport/conformance';
import { describe, expect, it } from 'vitest';
import { paigoHarness, paigoHarnesses } from './paigo-harness.ts';

const onReport = (report: Parameters<typeof formatReport>[0]) => {
  console.info(formatReport(report).split('\n')[0]);
};

// The other accounts stand in a file of their own: they run side by side.
for (const harness of paigoHarnesses('manual')) {
  describeConformance({ describe, it }, harness, { onReport });
}

describe('an account that takes ten requests a second', () => {
  it('is waited for', async () => {
    const report = await runConformance(paigoHarness({ rateLimits: true }, 'with rate limits'), {
      filter: ({ operation, title }) =>
        operation === 'customers.upsert' && title === 'keeps awkward keys apart and as they are',
    });
    expect(report.results.filter(({ outcome }) => outcome === 'failed')).toEqual([]);
    expect(report.executed).toEqual(['customers.upsert']);
  }, 120_000);
});

describe('the harness of Paigo', () => {
  it('counts requests for tokens, so that an unsupported operation cannot fetch one', async () => {
    const { provider, requests, dispose } = await paigoHarness({}, 'usual').create();
    try {
      const call = provider.coupons.list();
      await expect(Promise.resolve(call)).rejects.toMatchObject({ code: 'unsupported' });
      expect(requests?.()).toBe(0);
      await provider.metrics.list();
      expect(requests?.()).toBe(2);
    } finally {
      await dispose?.();
    }
  });
});
