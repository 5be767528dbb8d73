import type { Tool } from '../tool.ts';
import { readOperation } from './read-operation.ts';
import { searchOperations } from './search-operations.ts';
import { writeOperation } from './write-operation.ts';

/** The tools that reach every operation of the contract, in their order. */
export const TAIL: readonly Tool[] = [searchOperations, readOperation, writeOperation];
