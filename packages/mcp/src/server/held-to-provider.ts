import type { Billing, OperationId } from '@billport/core';
import { Refusal } from '../answers/refusal.ts';
import type { Change, PlannedCall } from '../tools/change.ts';
import { requireOperation } from '../tools/require-operation.ts';

/** Whether an input gives something at a way such as `charges.pricing.tiers`, in any of its lists. */
function gives(value: unknown, [name, ...rest]: readonly string[]): boolean {
  if (Array.isArray(value)) {
    return name === undefined
      ? value.length > 0
      : value.some((item) => gives(item, [name, ...rest]));
  }
  if (name === undefined) return value !== undefined && value !== null && value !== false;
  if (typeof value !== 'object' || value === null) return false;
  return gives((value as Readonly<Record<string, unknown>>)[name], rest);
}

/** Which of the fields a call gives, as far as its input is known before the first call is made. */
const given = ({ input }: PlannedCall, fields: readonly string[]): string[] =>
  typeof input === 'function' ? [] : fields.filter((field) => gives(input, field.split('.')));

/** What the provider says of a call that it does not do as the contract has it. */
function wordsOn(call: PlannedCall, { id, capabilities }: Billing): string[] {
  const { level, note = '', without } = capabilities[call.operation];
  if (level !== 'partial') return [];
  if (without === undefined) return [note];
  const lost = given(call, without);
  return lost.length === 0 ? [] : [`${id} may not keep ${lost.join(', ')}. ${note}`];
}

/**
 * The change, whose effect says as well what this provider does not do as the contract has it:
 * somebody who agrees is to know (`facts/mcp.md §e.3 D2`).
 */
export function withProviderWords(change: Change, billing: Billing): Change {
  const words = change.calls.flatMap((call) => wordsOn(call, billing));
  const more = [...new Set(words)].filter((text) => text !== '' && !change.effect.includes(text));
  return more.length === 0 ? change : { ...change, effect: [change.effect, ...more].join(' ') };
}

/**
 * Lets nobody see, agree to or begin what ends at an operation that the provider does not have.
 * @throws Refusal `unsupported` that names the first such operation
 */
export function requireServed({ calls }: Change, billing: Billing): void {
  for (const { operation } of calls) requireOperation({ billing }, operation);
}

/** Fields of the operation's input that the provider refuses. */
function refusedFields(operation: OperationId, { limits }: Billing): string[] {
  const prefix = `${operation}.`;
  return (limits.fields?.refused ?? [])
    .filter((field) => field.startsWith(prefix))
    .map((field) => field.slice(prefix.length));
}

/**
 * Lets nobody see or agree to what the provider is known to refuse.
 * @throws Refusal `unsupported` that names the first such field
 */
export function requireTaken({ calls }: Change, billing: Billing): void {
  for (const call of calls) {
    const { operation } = call;
    const [field] = given(call, refusedFields(operation, billing));
    if (field === undefined) continue;
    throw new Refusal('unsupported', {
      field,
      message: `${field}: ${billing.id} takes none with ${operation}.`,
      next: `Call again without ${field}; billing://capabilities names what ${billing.id} takes.`,
      facts: { operation },
    });
  }
}
