import { BillingError } from '@billport/core';
import { mayHaveLanded } from './outcome.ts';

/** A create under a code that the service takes once, and how to recognise its work. */
export interface CodedCreate<Row> {
  /** How to find out what has the code: `details.lookup`. */
  readonly lookup: string;
  readonly create: (lookup: string) => Promise<Row>;
  /** Reads what has the code now. */
  readonly read: () => Promise<Row>;
  /** Whether that is what the create was to make. */
  readonly isMade: (row: Row) => boolean;
}

/** What has the code now: when it cannot be read, nobody knows whose work it is. */
async function readAgain<Row>(lookup: string, read: () => Promise<Row>): Promise<Row> {
  try {
    return await read();
  } catch (cause) {
    if (!BillingError.is(cause)) throw cause;
    throw new BillingError('outcome_unknown', {
      message: `The answer was lost, the code is taken now, and by what could not be read: ${cause.message}`,
      details: { lookup },
      cause,
    });
  }
}

/**
 * Creates under a code, at a service that knows no idempotency keys: a create that was sent again
 * because its answer was lost is refused as already there, and what is there may be its own work.
 * @throws BillingError `already_exists` when the code is another object's; `outcome_unknown` when
 *   that cannot be read.
 */
export async function createOnce<Row>(wanted: CodedCreate<Row>): Promise<Row> {
  const { lookup, create, read, isMade } = wanted;
  try {
    return await create(lookup);
  } catch (error) {
    if (!BillingError.is(error, 'already_exists') || !mayHaveLanded(error)) throw error;
    const row = await readAgain(lookup, read);
    if (isMade(row)) return row;
    throw error;
  }
}

/**
 * Deletes what was just read. When the answer of a first attempt was lost, the second finds
 * nothing: then it is done, and what was read before is the answer.
 */
export async function deleteOnce<Row>(before: Row, remove: () => Promise<Row>): Promise<Row> {
  try {
    return await remove();
  } catch (error) {
    if (BillingError.is(error, 'not_found') && mayHaveLanded(error)) return before;
    throw error;
  }
}
