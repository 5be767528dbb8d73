import { afterWrite } from '@billport/adapter-kit';
import type { BillingError } from '@billport/core';

/** A thing that was just made under a code that Paigo does not keep from being used twice. */
export interface CodeToSettle<Wire> {
  /** How to find out what has the code: `details.lookup`. */
  readonly lookup: string;
  /** Reads everything that has the code now. */
  readonly withCode: () => Promise<readonly Wire[]>;
  readonly isOwn: (wire: Wire) => boolean;
  /** Takes away what was made. */
  readonly remove: () => Promise<unknown>;
  /** What is thrown when somebody else has the code. */
  readonly taken: BillingError;
}

/**
 * Reads what was just made, and takes it away again where somebody else made one under the same code
 * meanwhile: Paigo would have both. Of two calls that see each other none stays, and either can be
 * made again.
 * @returns the thing as it is; undefined where reads do not show it yet
 * @throws BillingError `already_exists`
 */
export async function settleCode<Wire>(code: CodeToSettle<Wire>): Promise<Wire | undefined> {
  const found = await afterWrite(code.lookup, code.withCode);
  const own = found.find(code.isOwn);
  if (found.every(code.isOwn)) return own;
  await code.remove();
  throw code.taken;
}
