import { type Billing, BillingError } from '@billport/core';
import { type ReadResourceResult, ResourceNotFoundError } from '@modelcontextprotocol/server';
import type { Answer } from '../answers/answer.ts';
import { shownCustomer, shownInvoiceWithFees, shownPlan } from '../answers/shown/index.ts';
import { toResult } from '../answers/to-result.ts';
import type { OpenBilling } from '../server/look.ts';
import type { LookingServer } from '../server/looking-server.ts';
import { keyInWords, namedCustomer, namedPlan } from '../tools/named.ts';
import { warningsOf } from '../tools/result-warnings.ts';
import { capabilitiesAnswer } from './capabilities-answer.ts';
import { guideText } from './guides/guide-text.ts';
import { isTopic } from './guides/topics.ts';
import { CAPABILITIES_URI, TEMPLATES, type TemplateName } from './resource-list.ts';

/** Gets one thing and says what it is. */
const READERS: {
  readonly [Name in Exclude<TemplateName, 'guide'>]: (
    billing: Billing,
    key: string,
  ) => Promise<Answer>;
} = {
  customer: async (billing, customerKey) => {
    const customer = await billing.customers.get({ customerKey });
    return {
      summary: `Customer ${namedCustomer(customer)}.`,
      facts: { customer: shownCustomer(customer, true) },
      warnings: warningsOf([customer]),
    };
  },
  invoice: async (billing, invoiceId) => {
    const invoice = await billing.invoices.get({ invoiceId });
    return {
      summary: `Invoice ${keyInWords(invoice.number ?? invoice.id)} of customer ${keyInWords(invoice.customerKey)}.`,
      facts: { invoice: shownInvoiceWithFees(invoice, true) },
      warnings: warningsOf([invoice]),
    };
  },
  plan: async (billing, code) => {
    const plan = await billing.plans.get({ code });
    return {
      summary: `Plan ${namedPlan(plan)}.`,
      facts: { plan: shownPlan(plan, true) },
      warnings: warningsOf([plan]),
    };
  },
};

/** The variable of an address; undefined where it is empty or not written as addresses are. */
function variableOf(uri: string, prefix: string): string | undefined {
  try {
    const variable = decodeURIComponent(uri.slice(prefix.length));
    return variable === '' ? undefined : variable;
  } catch (error) {
    if (error instanceof URIError) return undefined;
    throw error;
  }
}

/** @throws ResourceNotFoundError where the provider has no such thing, or nothing can have such a key. */
async function readThing(
  uri: string,
  name: Exclude<TemplateName, 'guide'>,
  open: OpenBilling,
): Promise<Answer> {
  const key = variableOf(uri, TEMPLATES[name].prefix);
  if (key === undefined) throw new ResourceNotFoundError(uri);
  const billing = await open();
  try {
    return await READERS[name](billing, key);
  } catch (error) {
    const isNoSuchThing =
      BillingError.is(error, 'not_found') || BillingError.is(error, 'invalid_input');
    throw isNoSuchThing ? new ResourceNotFoundError(uri) : error;
  }
}

async function readGuide(uri: string, looking: LookingServer): Promise<string> {
  const topic = variableOf(uri, TEMPLATES.guide.prefix);
  if (topic === undefined || !isTopic(topic)) throw new ResourceNotFoundError(uri);
  return guideText(topic, {
    settings: looking.settings,
    tools: looking.tools,
    limits: await looking.choice.limits(),
  });
}

/**
 * Reads a resource. Facts are escaped and fenced as those of tools are, and personal data leaves as
 * the policy says; guides are the server's own words. The provider is opened for its things only.
 * @param template the family of `uri`, if it is of one
 * @throws ResourceNotFoundError for what is not there. BillingError of the provider.
 */
export async function readResource(
  uri: string,
  template: TemplateName | undefined,
  looking: LookingServer,
  open: OpenBilling,
): Promise<ReadResourceResult> {
  if (template === 'guide') {
    return { contents: [{ uri, mimeType: 'text/markdown', text: await readGuide(uri, looking) }] };
  }
  if (uri !== CAPABILITIES_URI && template === undefined) throw new ResourceNotFoundError(uri);
  const answer =
    template === undefined
      ? await capabilitiesAnswer(looking)
      : await readThing(uri, template, open);
  const { content } = toResult(answer, { detailed: true, pii: looking.settings.pii });
  const text = content.flatMap((block) => (block.type === 'text' ? [block.text] : [])).join('\n');
  return { contents: [{ uri, mimeType: 'text/plain', text }] };
}
