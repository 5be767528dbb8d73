import { BillingError, type OperationId, type Warning } from '@billport/core';
import type { Answer, Fact } from '../answers/answer.ts';
import type { ToolCall } from './tool-call.ts';

/** A part of an answer that can be missing without the others being wrong. */
export interface Part {
  readonly name: string;
  /** The operation that it rests on. */
  readonly operation: OperationId;
  readonly read: () => Promise<PartFacts>;
}

/** What a part brought. */
export interface PartFacts {
  readonly facts: Fact;
  /** Why it is not the whole, as a sentence, and how to get the rest. */
  readonly partial?: string | undefined;
  readonly warnings?: readonly Warning[] | undefined;
}

type Warnings = NonNullable<Answer['warnings']>;

/** A part that the provider has, and that could not be read. */
export interface FailedPart {
  readonly name: string;
  readonly error: BillingError;
}

interface ReadPart {
  readonly name: string;
  readonly facts?: Fact;
  readonly warnings: Warnings;
  readonly error?: BillingError;
}

async function readPart(
  { name, operation, read }: Part,
  { billing, signal }: ToolCall,
): Promise<ReadPart> {
  if (!billing.supports(operation)) {
    const note = billing.capabilities[operation].note;
    const message = `${name}: ${billing.id} has no ${operation}.${note === undefined ? '' : ` Instead: ${note}`}`;
    return { name, warnings: [{ code: 'unsupported', message }] };
  }
  try {
    const { facts, partial, warnings = [] } = await read();
    const cut = partial === undefined ? [] : [{ code: 'partial', message: `${name}: ${partial}` }];
    return { name, facts, warnings: [...cut, ...warnings] };
  } catch (error) {
    // A caller who went away gets no answer, and a mistake of ours is not one part's matter.
    if (signal.aborted || !BillingError.is(error)) throw error;
    const message = `${name}: ${error.message}`;
    return { name, error, warnings: [{ code: error.code, message }] };
  }
}

/**
 * Reads parts of an answer at once. A part that the provider cannot serve, or that fails, is a
 * warning with its name: it is never left out in silence (`facts/mcp.md §e.3 R6`).
 */
export async function readParts(
  parts: readonly Part[],
  call: ToolCall,
): Promise<{
  readonly facts: { readonly [name: string]: Fact };
  readonly warnings: Warnings;
  readonly failed: readonly FailedPart[];
}> {
  const read = await Promise.all(parts.map((part) => readPart(part, call)));
  const facts = read.flatMap(({ name, facts }) => (facts === undefined ? [] : [[name, facts]]));
  const warnings = read.flatMap((part) => part.warnings);
  return {
    facts: Object.fromEntries(facts),
    failed: read.flatMap(({ name, error }) => (error === undefined ? [] : [{ name, error }])),
    warnings: [...new Map(warnings.map((warning) => [warning.message, warning])).values()],
  };
}
