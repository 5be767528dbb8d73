import type { Handlers } from '@billport/core';
import type { Connection } from './connection.ts';

/** The port `credits`. */
export function creditHandlers(_paigo: Connection) {
  return {} satisfies Handlers['credits'];
}
