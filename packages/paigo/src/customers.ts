import type { Handlers } from '@billport/core';
import type { Connection } from './connection.ts';

/** The port `customers`. */
export function customerHandlers(_paigo: Connection) {
  return {} satisfies Handlers['customers'];
}
