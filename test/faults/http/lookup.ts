import { type Billing, BillingError, type OperationId, operations } from '@billport/core';

/** The call that stands at the beginning of a look-up: `credits.listTransactions({ walletId: "w" })`. */
function callOf(lookup: string): { id: OperationId; input: unknown } {
  const [, id = '', input = '{}'] = lookup.match(/^(\w+\.\w+)\((\{.*?\})?\)/) ?? [];
  if (!operations.has(id as OperationId)) {
    throw new Error(`The look-up begins with no operation: ${lookup}`);
  }
  const json = input.replace(/([{,]\s*)(\w+):/g, '$1"$2":');
  return { id: id as OperationId, input: JSON.parse(json) };
}

/** Follows the look-up of an `outcome_unknown`, and says whether it shows the mark. */
export async function lookUp(billing: Billing, lookup: string, mark: string): Promise<boolean> {
  const { id, input } = callOf(lookup);
  const [port, name] = id.split('.') as [string, string];
  const ports = billing as unknown as Record<string, Record<string, (input: unknown) => unknown>>;
  const called = ports[port]?.[name]?.(input);
  const shows = (value: unknown) =>
    JSON.stringify(value).includes(JSON.stringify(mark).slice(1, -1));
  try {
    if (operations.get(id)?.shape === 'one') return shows(await called);
    for await (const item of called as AsyncIterable<unknown>) if (shows(item)) return true;
    return false;
  } catch (error) {
    if (BillingError.is(error, 'not_found')) return false;
    throw error;
  }
}
