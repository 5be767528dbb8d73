import { describeConformance, formatReport } from '@billport/conformance';
import { describe, it } from 'vitest';
import { lagoAccounts, lagoHarness } from './lago-harness.ts';

const onReport = (report: Parameters<typeof formatReport>[0]) => {
  console.info(formatReport(report).split('\n')[0]);
};

for (const account of lagoAccounts) {
  describeConformance({ describe, it }, lagoHarness(account), { onReport });
}
