import { BillingError } from '@billport/core';
import { ProtocolError } from '@modelcontextprotocol/server';
import { Refusal } from '../answers/refusal.ts';

/** What somebody else threw, of which whoever runs the server is to know the place. */
const hidesAnother = ({ code, cause }: BillingError) =>
  code === 'configuration' && cause instanceof Error && !BillingError.is(cause);

/** Whether the caller is told of a failure all that there is to tell: it needs no line in the log. */
export function isForeseen(error: unknown): boolean {
  if (BillingError.is(error)) return !hidesAnother(error);
  return error instanceof Refusal || error instanceof ProtocolError;
}
