import type { Tool } from '../tool.ts';
import { deleteRecord } from './delete-record.ts';

/** The tools of `admin`. */
export const ADMIN: readonly Tool[] = [deleteRecord];
