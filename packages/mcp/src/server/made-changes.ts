import type { Clock } from '@billport/core';
import type { Answer } from '../answers/answer.ts';
import { Refusal } from '../answers/refusal.ts';

/** What became of a change. */
type Outcome =
  | { readonly kind: 'under_way'; readonly answer: Promise<Answer> }
  | { readonly kind: 'done'; readonly answer: Answer }
  /** It may have had an effect. `isRepeatable`: sending it again with the same key adds nothing. */
  | { readonly kind: 'unclear'; readonly isRepeatable: boolean };

interface MadeChange {
  readonly digest: string;
  readonly at: number;
  outcome: Outcome;
}

/** How a change ended that did not succeed. */
export interface FailedChange {
  /** Whether it surely changed nothing. */
  readonly isUntouched: boolean;
  readonly isRepeatable: boolean;
}

const KEPT_MS = 24 * 60 * 60 * 1000;
const MOST_KEPT = 10_000;

/**
 * Changes by the `idempotency_key` that named them, for one process and one day. The same key with
 * the same arguments has one effect and brings the first answer; with other arguments it is refused
 * (`facts/mcp.md §e.3 D7`). Other processes and restarts are the provider's to guard against.
 */
export class MadeChanges {
  readonly #clock: Clock;
  readonly #made = new Map<string, MadeChange>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /**
   * The answer of the first call with this key, if there is one.
   * @throws Refusal `invalid_arguments` where the key named something else, or what it named may
   *   have happened and would happen again.
   */
  async find(key: string, digest: string): Promise<Answer | undefined> {
    const made = this.#made.get(key);
    if (made === undefined || made.at + KEPT_MS < this.#clock.now()) return undefined;
    if (made.digest !== digest) {
      throw new Refusal('invalid_arguments', {
        field: 'idempotency_key',
        message: 'idempotency_key: It has named a call with other arguments.',
        next: 'Use a new idempotency_key for another change, or the same arguments for the same one.',
      });
    }
    const { outcome } = made;
    if (outcome.kind !== 'unclear') return outcome.answer;
    if (outcome.isRepeatable) return undefined;
    throw new Refusal('invalid_arguments', {
      field: 'idempotency_key',
      message:
        'idempotency_key: The first call with it may have had its effect, and this provider would do it a second time.',
      next: 'Read what it touches. If it did not happen, call again with a new idempotency_key.',
    });
  }

  /**
   * Makes a change under its key. Whoever comes with the same key meanwhile gets the same answer.
   * @param onFailure tells what a failure left behind
   */
  async make(
    key: string,
    digest: string,
    make: () => Promise<Answer>,
    onFailure: (error: unknown) => FailedChange,
  ): Promise<Answer> {
    const answer = make();
    const made: MadeChange = {
      digest,
      at: this.#clock.now(),
      outcome: { kind: 'under_way', answer },
    };
    this.#keep(key, made);
    try {
      made.outcome = { kind: 'done', answer: await answer };
    } catch (error) {
      const { isUntouched, isRepeatable } = onFailure(error);
      if (isUntouched) this.#made.delete(key);
      else made.outcome = { kind: 'unclear', isRepeatable };
    }
    return answer;
  }

  #keep(key: string, made: MadeChange): void {
    this.#made.delete(key);
    this.#made.set(key, made);
    for (const [oldest, { at, outcome }] of this.#made) {
      const isOld = at + KEPT_MS < this.#clock.now() || this.#made.size > MOST_KEPT;
      if (!isOld) return;
      if (outcome.kind !== 'under_way') this.#made.delete(oldest);
    }
  }
}
