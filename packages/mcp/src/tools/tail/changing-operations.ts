import { type OperationId, operations } from '@billport/core';

/** Every operation of the contract that changes something. */
export const CHANGING_OPERATIONS: readonly OperationId[] = [...operations]
  .filter(([, { effect }]) => effect !== 'read')
  .map(([id]) => id);
