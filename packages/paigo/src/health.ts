import type { Handlers } from '@billport/core';
import type { Connection } from './connection.ts';

/** The port `health`. */
export function healthHandlers(_paigo: Connection) {
  return {} satisfies Handlers['health'];
}
