import type { OperationId } from '@billport/core';
import type { Resource, ResourceTemplateType } from '@modelcontextprotocol/server';
import { TOPICS } from './guides/topics.ts';

/** Where what the server can do is told. */
export const CAPABILITIES_URI = 'billing://capabilities';
/** Where the guides are; the topic follows. */
const GUIDE = 'billing://guide/';

const guides: readonly Resource[] = Object.entries(TOPICS).map(([topic, description]) => ({
  uri: `${GUIDE}${topic}`,
  name: `guide-${topic}`,
  title: `Guide: ${topic}`,
  description,
  mimeType: 'text/markdown',
}));

/** What is listed by itself: no thing of a customer. */
export const RESOURCES: readonly Resource[] = [
  {
    uri: CAPABILITIES_URI,
    name: 'capabilities',
    title: 'Capabilities',
    description:
      'The provider, what it can do and how, test or live, and the limits, policy and toolsets of this server.',
    mimeType: 'text/plain',
  },
  ...guides,
];

/** A template, what it needs of the provider, and the variable that is completed. */
export interface DeclaredTemplate {
  readonly template: ResourceTemplateType;
  /** What stands before the only variable. */
  readonly prefix: string;
  /** Absent where nothing of the provider is read. */
  readonly needs?: OperationId;
}

const declared = (
  prefix: string,
  variable: string,
  template: Omit<ResourceTemplateType, 'uriTemplate'>,
  needs?: OperationId,
): DeclaredTemplate => ({
  prefix,
  template: { uriTemplate: `${prefix}{${variable}}`, ...template } as ResourceTemplateType,
  ...(needs === undefined ? {} : { needs }),
});

/** Families of resources. */
export const TEMPLATES = {
  guide: declared(GUIDE, 'topic', {
    name: 'guide',
    title: 'Guide',
    description: `A short guide to one topic: ${Object.keys(TOPICS).join(', ')}.`,
    mimeType: 'text/markdown',
  }),
  customer: declared(
    'billing://customers/',
    'key',
    {
      name: 'customer',
      title: 'Customer',
      description: 'One customer by key, as a whole.',
      mimeType: 'text/plain',
    },
    'customers.get',
  ),
  invoice: declared(
    'billing://invoices/',
    'id',
    {
      name: 'invoice',
      title: 'Invoice',
      description: 'One invoice by id, with its lines, taxes and credits.',
      mimeType: 'text/plain',
    },
    'invoices.get',
  ),
  plan: declared(
    'billing://plans/',
    'code',
    {
      name: 'plan',
      title: 'Plan',
      description: 'One plan by code, with its charges.',
      mimeType: 'text/plain',
    },
    'plans.get',
  ),
} as const;

/** The name of one of them. */
export type TemplateName = keyof typeof TEMPLATES;
