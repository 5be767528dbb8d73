import { BillingError, type Clock } from '@billport/core';
import type { Answer } from '../answers/answer.ts';
import { changedBy } from '../answers/changed.ts';
import { Refusal } from '../answers/refusal.ts';
import type { Agreement } from '../consent/agreement.ts';
import type { Change } from '../tools/change.ts';
import type { Attempt } from './attempt.ts';

/** What a key names: who wants what. */
export interface ChangeName {
  /** Digest of the key and of whose it is. */
  readonly key: string;
  /** Digest of the tool and its arguments. */
  readonly digest: string;
}

/** A change that is to be made under its name. */
export interface NamedChange extends ChangeName {
  readonly change: Change;
  /** What was agreed to, and when. */
  readonly agreed: Agreement;
  /** Whether the caller chose the key; nobody else knows it before the change is made. */
  readonly isNamed: boolean;
  /** Whether sending the calls again with the same keys adds nothing. */
  readonly isRepeatable: boolean;
  readonly attempt: Attempt;
}

/** What is known of a change that was named before. */
export type KnownChange =
  /** It is done, or about to be. */
  | { readonly kind: 'made'; readonly answer: Promise<Answer>; readonly attempt: Attempt }
  /** It may have had its effect, and sending the same calls again adds nothing. */
  | { readonly kind: 'unclear'; readonly change: Change; readonly agreed: Agreement };

interface MadeChange extends Omit<NamedChange, 'change'> {
  readonly at: number;
  /** Gone when it is done: nothing of it is sent again. */
  change: Change | undefined;
  state: 'under_way' | 'done' | 'unclear';
  readonly answer: Promise<Answer>;
}

const KEPT_MS = 24 * 60 * 60 * 1000;
const USUAL_MOST = 100_000;

function refuseKey(message: string, next: string): never {
  throw new Refusal('invalid_arguments', {
    field: 'idempotency_key',
    message: `idempotency_key: ${message}`,
    next,
  });
}

/**
 * Changes by the `idempotency_key` that named them, for one process and one day. The same key with
 * the same arguments has one effect and brings the first answer; with other arguments it is refused
 * (`facts/mcp.md §e.3 D7`). Other processes and restarts are the provider's to guard against.
 * Within the day nothing is forgotten that a caller may name again: a full memory refuses.
 */
export class MadeChanges {
  readonly #clock: Clock;
  /** By key, the oldest first. */
  readonly #made = new Map<string, MadeChange>();

  readonly #most: number;

  /** @param most most changes that are remembered, of all callers together */
  constructor(clock: Clock, most: number = USUAL_MOST) {
    this.#clock = clock;
    this.#most = most;
  }

  /** How many are remembered, with those that are too old and not yet forgotten. */
  get size(): number {
    return this.#made.size;
  }

  /**
   * What is known of a change; undefined where nothing was done under its key.
   * @throws Refusal `invalid_arguments` where the key named something else, or what it named may
   *   have happened and would happen a second time.
   */
  find({ key, digest }: ChangeName): KnownChange | undefined {
    const made = this.#made.get(key);
    if (made === undefined || made.at + KEPT_MS < this.#clock.now()) return undefined;
    if (made.digest !== digest) {
      refuseKey(
        'It has named a call with other arguments.',
        'Use a new idempotency_key for another change, or the same arguments for the same one.',
      );
    }
    const { answer, attempt, change, agreed } = made;
    if (made.state !== 'unclear' || change === undefined) return { kind: 'made', answer, attempt };
    if (made.isRepeatable) return { kind: 'unclear', change, agreed };
    return refuseKey(
      'The first call with it may have had its effect, and this provider would do it a second time.',
      'Read what it touches. If it did not happen, call again with a new idempotency_key.',
    );
  }

  /**
   * Makes a change under its name, unless somebody else is about to: then both get one answer.
   * One that was made under a key that the caller did not choose is forgotten at once.
   * @param make is called at once or never
   * @throws Refusal `limit_exceeded` before anything is done where no more can be remembered
   */
  async make(named: NamedChange, make: () => Promise<Answer>): Promise<Answer> {
    const known = this.find(named);
    if (known?.kind === 'made') return joined(known, named.attempt);
    if (known === undefined) this.#requireRoom(named.key);
    const before = known && this.#made.get(named.key);
    const made: MadeChange = {
      ...named,
      at: this.#clock.now(),
      state: 'under_way',
      answer: make(),
    };
    this.#made.delete(made.key);
    this.#made.set(made.key, made);
    try {
      const answer = await made.answer;
      made.state = 'done';
      made.change = undefined;
      if (!named.isNamed) this.#made.delete(named.key);
      return answer;
    } catch (error) {
      if (changedBy(error, named.attempt) !== 'no') made.state = 'unclear';
      // A repeat that did nothing leaves what may have happened as unclear, and as agreed to, as it was.
      else if (before !== undefined) this.#made.set(named.key, before);
      else this.#made.delete(named.key);
      throw error;
    }
  }

  /** Forgetting what a caller may name again would do it twice: a full memory refuses instead. */
  #requireRoom(wanted: string): void {
    for (const [key, { at, state }] of this.#made) {
      if (at + KEPT_MS >= this.#clock.now()) break;
      if (state !== 'under_way') this.#made.delete(key);
    }
    if (this.#made.size < this.#most || this.#made.has(wanted)) return;
    throw new Refusal('limit_exceeded', {
      message: `${this.#most} changes of one day are remembered, and more cannot be. Nothing was changed.`,
      next: 'Try again later, or ask whoever runs the server to start it again.',
      facts: { limit: 'the memory of the server', most: this.#most },
    });
  }
}

/** What it means to somebody who did not give up that another did, whose call was to do it for both. */
function givenUp({ hasStarted }: Attempt): BillingError {
  if (!hasStarted) {
    return new BillingError('unavailable', {
      message: 'The call with this idempotency_key that came first was given up before it began.',
    });
  }
  return new BillingError('outcome_unknown', {
    message: 'The call with this idempotency_key that came first was given up while it was made.',
    details: { lookup: 'Read what it touches.' },
  });
}

/**
 * The answer of a change that somebody else makes or made, and a word that it is that. If it fails,
 * what it may have changed counts for `attempt` too.
 */
export async function joined(
  { answer, attempt: first }: Extract<KnownChange, { kind: 'made' }>,
  attempt: Attempt,
): Promise<Answer> {
  try {
    const made = await answer;
    const warning = {
      code: 'repeated',
      message:
        'This idempotency_key was used before: this is the first answer, nothing was done again.',
    };
    return { ...made, warnings: [...(made.warnings ?? []), warning] };
  } catch (error) {
    throw BillingError.is(error, 'aborted') ? givenUp(first) : error;
  } finally {
    attempt.hasStarted = first.hasStarted;
    attempt.isRepeatable = first.isRepeatable;
    attempt.completedCalls = first.completedCalls;
  }
}
