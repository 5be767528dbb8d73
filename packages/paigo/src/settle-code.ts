import { afterWrite } from '@billport/adapter-kit';
import { BillingError } from '@billport/core';

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
 * @throws BillingError `already_exists`; `outcome_unknown` when it could not be taken away
 */
export async function settleCode<Wire>(code: CodeToSettle<Wire>): Promise<Wire | undefined> {
  const found = await afterWrite(code.lookup, code.withCode);
  const own = found.find(code.isOwn);
  if (found.every(code.isOwn)) return own;
  try {
    await code.remove();
  } catch (cause) {
    if (!BillingError.is(cause)) throw cause;
    throw new BillingError('outcome_unknown', {
      message: `${code.taken.message} Another call made it at the same moment, and what this one made could not be taken away: ${cause.message}`,
      details: { lookup: code.lookup },
      cause,
    });
  }
  throw code.taken;
}
