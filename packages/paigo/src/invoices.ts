import type { Handlers } from '@billport/core';
import type { Connection } from './connection.ts';

/** The port `invoices`. */
export function invoiceHandlers(_paigo: Connection) {
  return {} satisfies Handlers['invoices'];
}
