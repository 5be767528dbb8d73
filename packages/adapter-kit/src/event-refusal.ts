import { BillingError, type EventError, type Issue, pathText } from '@billport/core';

/** Why an event is not recorded. */
export interface EventRefusal {
  readonly code: 'not_found' | 'invalid_input' | 'conflict' | 'rejected';
  /** The field of the event, step by step: names of properties may have dots. */
  readonly path: readonly string[];
  /** The rule and the way out. */
  readonly message: string;
}

/** The refusal as one event's result shows it. */
export function eventError({ code, path, message }: EventRefusal): EventError {
  return { code, message, ...(path.length > 0 && { field: pathText(path) }) };
}

const RESOURCES: Readonly<Record<string, string>> = {
  subscriptionKey: 'subscription',
  metric: 'metric',
};

/**
 * The error of a call with refused events: the first refusal decides its code.
 * @param recorded how many events of the call the service has all the same
 */
export function refusalError(
  refusals: ReadonlyMap<number, EventRefusal>,
  recorded: number,
): BillingError {
  const ordered = [...refusals].sort(([one], [other]) => one - other);
  const issues: Issue[] = ordered.map(([index, { code, path, message }]) => ({
    path: ['events', index, ...path],
    message,
    rule: code,
  }));
  const [, first] = ordered[0] ?? [];
  const code = first?.code ?? 'rejected';
  const shown = issues.slice(0, 3).map(({ path, message }) => `${pathText(path)}: ${message}`);
  const rest = issues.length > 3 ? ` (and ${issues.length - 3} more)` : '';
  const done =
    recorded === 0
      ? 'Nothing was recorded.'
      : `${recorded} other events of the call are recorded, and count once when it is repeated.`;
  const resource = RESOURCES[first?.path[0] ?? ''];
  return new BillingError(code, {
    message: `${done} ${shown.join(' · ')}${rest}`,
    issues,
    ...(code === 'not_found' && resource !== undefined && { details: { resource } }),
  });
}
