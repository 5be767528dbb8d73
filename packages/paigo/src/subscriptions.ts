import type { Handlers } from '@billport/core';
import type { Connection } from './connection.ts';

/** The port `subscriptions`. */
export function subscriptionHandlers(_paigo: Connection) {
  return {} satisfies Handlers['subscriptions'];
}
