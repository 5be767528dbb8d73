import type { Handlers } from '@billport/core';
import type { Connection } from './connection.ts';

/** The port `usage`. */
export function usageHandlers(_paigo: Connection) {
  return {} satisfies Handlers['usage'];
}
