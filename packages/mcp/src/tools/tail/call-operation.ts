import type { Operation } from '@billport/core';
import type { ToolCall } from '../tool-call.ts';

type Ports = Readonly<Record<string, Readonly<Record<string, (input: object) => unknown>>>>;

/** Calls an operation by its id: what it takes is checked by the provider's own contract. */
export async function callOperation(
  { billing }: ToolCall,
  { id }: Operation,
  input: object,
): Promise<unknown> {
  const [port, name] = id.split('.') as [string, string];
  const run = (billing as unknown as Ports)[port]?.[name];
  if (run === undefined) throw new RangeError(`the provider has no function ${id}`);
  return run(input);
}
