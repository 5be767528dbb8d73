import { contract } from '@billport/core';
import { z } from 'zod';
import { pageAnswer } from '../../answers/page-answer.ts';
import { shownCustomer } from '../../answers/shown/index.ts';
import { words } from '../../answers/words.ts';
import { fieldsOf } from '../fields-of.ts';
import { pageArguments } from '../page-arguments.ts';
import { READING } from '../reading-safety.ts';
import { readingTool } from '../tool.ts';

/** A page of customers. */
export const listCustomers = readingTool({
  name: 'list_customers',
  title: 'List customers',
  description: 'Customers, newest first.',
  toolset: 'core',
  scope: 'billing:read',
  safety: READING,
  needs: ['customers.list'],
  arguments: z.strictObject({
    search: fieldsOf(contract.customers.list, ['search']).search.describe(
      'Part of key, name or email.',
    ),
    ...pageArguments(),
  }),
  read: async (args, { billing, detailed }) => {
    const page = await billing.customers.list(args);
    const order = page.items.length === 0 ? undefined : 'by age, newest first';
    return pageAnswer({
      ...page,
      noun: 'customer',
      about: args.search === undefined ? order : `with ${words(args.search)}`,
      items: page.items.map((customer) => shownCustomer(customer, detailed)),
    });
  },
});
