import type { TaskGroup } from '../eval-task.ts';
import { CUSTOMERS_AND_CATALOG } from './customers-and-catalog.ts';
import { INJECTED_TEXT } from './injected-text.ts';
import { NOTHING_TO_DO } from './nothing-to-do.ts';
import { QUESTIONS } from './questions.ts';
import { SUBSCRIPTIONS_AND_INVOICES } from './subscriptions-and-invoices.ts';
import { TAIL_OPERATIONS } from './tail-operations.ts';
import { VENDOR_PROMPTS } from './vendor-prompts.ts';

/** All tasks, by group. */
export const TASK_GROUPS: readonly TaskGroup[] = [
  VENDOR_PROMPTS,
  CUSTOMERS_AND_CATALOG,
  SUBSCRIPTIONS_AND_INVOICES,
  QUESTIONS,
  TAIL_OPERATIONS,
  NOTHING_TO_DO,
  INJECTED_TEXT,
];
