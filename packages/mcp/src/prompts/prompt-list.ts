import type { Prompt, PromptArgument } from '@modelcontextprotocol/server';
import type { Completable } from '../completions/completable.ts';
import type { ToolName } from '../tools/tool-names.ts';

/** An argument of a prompt. All are texts. */
export interface DeclaredArgument extends PromptArgument {
  readonly description: string;
  readonly required: boolean;
  /** What is offered while it is typed. */
  readonly completes?: Completable;
}

/** A prompt as it is listed, and the tools that it tells to use: without any of them it is of no use. */
export interface DeclaredPrompt extends Omit<Prompt, 'arguments'> {
  readonly name: PromptName;
  readonly title: string;
  readonly description: string;
  readonly arguments: readonly DeclaredArgument[];
  readonly needs: readonly ToolName[];
}

/** The name of a prompt. */
export type PromptName =
  | 'reconcile_period'
  | 'explain_invoice'
  | 'onboard_customer'
  | 'migrate_plan'
  | 'credit_check';

const customer: DeclaredArgument = {
  name: 'customer',
  description: 'Key, name or e-mail of the customer.',
  required: true,
  completes: 'customer',
};

/** All prompts. */
export const PROMPTS: readonly DeclaredPrompt[] = [
  {
    name: 'reconcile_period',
    title: 'Reconcile a period',
    description: 'Hold what a customer used in a period against what was invoiced for it.',
    arguments: [
      customer,
      { name: 'from', description: 'First day, such as 2026-03-01.', required: true },
      { name: 'to', description: 'Last day, such as 2026-03-31.', required: true },
    ],
    needs: ['get_customer', 'get_usage', 'list_invoices', 'get_invoice'],
  },
  {
    name: 'explain_invoice',
    title: 'Explain an invoice',
    description: 'Say in plain words why an invoice costs what it does, line by line.',
    arguments: [
      {
        name: 'invoice',
        description: 'Id or number of the invoice.',
        required: true,
        completes: 'invoice',
      },
    ],
    needs: ['get_invoice'],
  },
  {
    name: 'onboard_customer',
    title: 'Onboard a customer',
    description: 'Create a customer, put it on a plan, and check the first bill.',
    arguments: [
      { name: 'name', description: 'Name of the new customer.', required: true },
      {
        name: 'plan',
        description: 'Code or name of the plan.',
        required: true,
        completes: 'plan',
      },
      { name: 'customerKey', description: 'Your own key for it.', required: false },
      { name: 'email', description: 'Where invoices go.', required: false },
      {
        name: 'currency',
        description: 'Such as USD; that of the plan otherwise.',
        required: false,
      },
    ],
    needs: ['search_billing', 'get_catalog', 'upsert_customer'],
  },
  {
    name: 'migrate_plan',
    title: 'Move a customer to another plan',
    description: 'Show what a change of plan costs, and make it after consent.',
    arguments: [
      customer,
      {
        name: 'plan',
        description: 'Code or name of the new plan.',
        required: true,
        completes: 'plan',
      },
      {
        name: 'when',
        description: 'When it should start, to be held against when it can.',
        required: false,
      },
    ],
    needs: ['get_subscription', 'get_catalog', 'get_usage', 'create_subscription'],
  },
  {
    name: 'credit_check',
    title: 'Check credits',
    description: 'Say how long the credits of a customer last, and whether to add some.',
    arguments: [customer],
    needs: ['get_credits', 'get_usage'],
  },
];

/** The prompts whose tools are there, all of them. */
export function promptsFor(tools: readonly string[]): DeclaredPrompt[] {
  return PROMPTS.filter(({ needs }) => needs.every((tool) => tools.includes(tool)));
}

/** One of these by name. */
export function findPrompt(name: string, tools: readonly string[]): DeclaredPrompt | undefined {
  return promptsFor(tools).find((prompt) => prompt.name === name);
}
