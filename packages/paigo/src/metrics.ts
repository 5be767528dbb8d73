import type { Handlers } from '@billport/core';
import type { Connection } from './connection.ts';

/** The port `metrics`. */
export function metricHandlers(_paigo: Connection) {
  return {} satisfies Handlers['metrics'];
}
