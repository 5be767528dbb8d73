import type { OperationId } from '@billport/core';

/** What to use instead of an operation that Paigo cannot serve (`facts/paigo.md §5`). */
export const alternatives: Readonly<Partial<Record<OperationId, string>>> = {};
