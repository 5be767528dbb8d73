import { describeConformance, formatReport } from '@billport/conformance';
import { describe, it } from 'vitest';
import { lagoAccounts, lagoHarness } from './lago-harness.ts';

const onReport = (report: Parameters<typeof formatReport>[0]) => {
  console.info(formatReport(report).split('\n')[0]);
};

// Accounts with and without a licence stand in files of their own: they run side by side.
for (const account of lagoAccounts.filter(({ premium }) => premium)) {
  describeConformance({ describe, it }, lagoHarness(account), { onReport });
}
