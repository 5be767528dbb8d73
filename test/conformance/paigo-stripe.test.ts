import { describeConformance, formatReport } from '@billport/conformance';
import { describe, it } from 'vitest';
import { paigoHarnesses } from './paigo-harness.ts';

const onReport = (report: Parameters<typeof formatReport>[0]) => {
  console.info(formatReport(report).split('\n')[0]);
};

// The other accounts stand in a file of their own: they run side by side.
for (const harness of paigoHarnesses('Stripe')) {
  describeConformance({ describe, it }, harness, { onReport });
}
