import { describeConformance, formatReport, runConformance } from '@billport/conformance';
import { describe, expect, it } from 'vitest';
import { inMemory, onFile, sharedAccount, twoConnections } from './embedded-harness.ts';

const onReport = (report: Parameters<typeof formatReport>[0]) => {
  console.info(formatReport(report).split('\n')[0]);
};

describeConformance({ describe, it }, inMemory, { onReport });
describeConformance({ describe, it }, onFile, { onReport });
describeConformance({ describe, it }, sharedAccount, { onReport });

describe('two connections to one file', () => {
  it('see what the other one did, and nothing else', async () => {
    // What is derived from the contract is refused before the file is touched.
    const report = await runConformance(twoConnections, { filter: ({ derived }) => !derived });
    expect(report.results.filter(({ outcome }) => outcome === 'failed')).toEqual([]);
    expect(report.missing).toEqual([]);
  }, 300_000);
});
