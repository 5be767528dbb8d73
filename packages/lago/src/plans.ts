import type { Handlers } from '@billport/core';
import type { Connection } from './connection.ts';

/** Handlers of this port. */
export function planHandlers(_lago: Connection) {
  return {} satisfies Handlers[keyof Handlers];
}
