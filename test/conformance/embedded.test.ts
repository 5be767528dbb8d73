import { describeConformance, formatReport } from '@billport/conformance';
import { describe, it } from 'vitest';
import { inMemory, onFile } from './embedded-harness.ts';

const onReport = (report: Parameters<typeof formatReport>[0]) => {
  console.info(formatReport(report).split('\n')[0]);
};

describeConformance({ describe, it }, inMemory, { onReport });
describeConformance({ describe, it }, onFile, { onReport });
