import { emulated, type Handlers } from '@billport/core';
import type { Connection } from './connection.ts';
import { UsageRecorder } from './usage/record-usage.ts';

/** The port `usage`. */
export function usageHandlers(paigo: Connection) {
  const recorder = new UsageRecorder(paigo);
  return {
    record: emulated(
      (input, context) => recorder.record(input, context),
      'Paigo knows no ids of events: what was recorded before is looked up, and found when it is older than a second or was recorded by this process.',
    ),
  } satisfies Handlers['usage'];
}
