import type { Handlers } from '@billport/core';
import type { Connection } from './connection.ts';

/** The port `plans`. */
export function planHandlers(_paigo: Connection) {
  return {} satisfies Handlers['plans'];
}
