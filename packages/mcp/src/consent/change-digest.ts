import type { Change, PlannedCall } from '../tools/change.ts';
import { digestOf } from './canonical-json.ts';

/** Who wants which change, where. */
export interface ConsentSubject {
  /** Id of the principal. */
  readonly principal: string;
  /** Id of the provider: `lago`. */
  readonly provider: string;
  readonly environment: 'test' | 'live' | 'unknown';
  readonly tool: string;
  /** The checked arguments of the tool itself, without those that the server takes. */
  readonly arguments: object;
  readonly change: Change;
}

/** A call as far as it is known before the first is made. */
export function describeCall({ operation, input }: PlannedCall): object {
  return typeof input === 'function' ? { operation } : { operation, input };
}

/**
 * Digest of arguments alone: 64 hexadecimal digits. Tells other arguments from a record that
 * changed, and stands for the arguments in the audit log.
 */
export function argumentsDigest(args: object): string {
  return digestOf(args);
}

/**
 * Digest of all that somebody consents to: who, where, the tool, its arguments, the effect as it is
 * said, the money, what the effect rests on, and the calls with their inputs as far as they are known
 * before the first is made. Source: `facts/mcp.md §e.3 D3`.
 * @throws TypeError when the change holds what JSON has no word for.
 */
export function changeDigest(subject: ConsentSubject): string {
  const { change, ...rest } = subject;
  return digestOf({
    ...rest,
    effect: change.effect,
    money: change.money,
    basis: change.basis,
    targets: change.targets,
    calls: change.calls.map(describeCall),
  });
}
