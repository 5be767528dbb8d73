import { type Billing, manualClock } from '@billport/core';
import { createEmbedded, type EmbeddedBilling } from '@billport/embedded';
import { Client } from '@modelcontextprotocol/client';
import { type AuthInfo, InMemoryTransport } from '@modelcontextprotocol/server';
import type { ProviderChoice } from 'billport';
import { z } from 'zod';
import type { Settings } from '../configuration/settings.ts';
import { publishTool } from '../surface/publish-tool.ts';
import type { Surface } from '../surface/surface-entry.ts';
import { changingTool, readingTool, type Tool } from '../tools/tool.ts';
import { createServerFactory, type ServerFactoryOptions } from './create-factory.ts';
import { type WatchedCall, watchedBilling } from './watched-billing.fixture.ts';

/** Where the clock of the tests stands. */
export const START = '2026-03-10T12:00:00.000Z';

/** Settings of a server that nobody configured, without limits. */
export const SETTINGS: Settings = {
  toolsets: ['core', 'tail'],
  tools: [],
  excludedTools: [],
  readOnly: false,
  policy: 'confirm',
  pii: 'full',
  maxAmount: {},
  maxAmountPerHour: {},
  maxChangesPerHour: 100,
  maxCallsPerMinute: 100,
  auditFile: undefined,
  killSwitchFile: undefined,
};

/** A surface of a few tools. */
export function surfaceOf(...tools: readonly Tool[]): Surface {
  return { entries: tools.map(publishTool), load: async () => tools };
}

/** What reading tools of tests have in common. */
export const READING = {
  title: 'Read',
  description: 'Reads something.',
  toolset: 'core',
  scope: 'billing:read',
  safety: {
    readOnlyHint: true,
    destructiveHint: false,
    idempotentHint: true,
    openWorldHint: false,
  },
  needs: ['customers.get'],
} as const;

/** Reads one customer by key. */
export const readCustomer = readingTool({
  ...READING,
  name: 'read_customer',
  arguments: z.strictObject({ customerKey: z.string().min(1) }),
  read: async ({ customerKey }, { billing }) => {
    const { name, currency } = await billing.customers.get({ customerKey });
    return { summary: 'One customer.', facts: { customerKey, name, currency } };
  },
});

/** Names one customer, without consent. */
export const nameCustomer = changingTool({
  name: 'name_customer',
  title: 'Name customer',
  description: 'Names a customer.',
  toolset: 'core',
  scope: 'billing:write',
  safety: {
    readOnlyHint: false,
    destructiveHint: false,
    idempotentHint: true,
    openWorldHint: false,
  },
  needs: ['customers.upsert'],
  arguments: z.strictObject({ customerKey: z.string().min(1), name: z.string().min(1) }),
  plan: async ({ customerKey, name }) => ({
    effect: `Name ${customerKey}.`,
    needsConsent: false,
    targets: [`customer:${customerKey}`],
    calls: [{ operation: 'customers.upsert', input: { customerKey, name } }],
    show: ([customer]) => ({
      summary: 'Named.',
      facts: { name: (customer as { name: string }).name },
    }),
  }),
});

/** Grants credits in a new wallet, with consent: two calls. */
export const grantCredits = changingTool({
  name: 'grant_credits',
  title: 'Grant credits',
  description: 'Grants credits.',
  toolset: 'core',
  scope: 'billing:money',
  safety: {
    readOnlyHint: false,
    destructiveHint: false,
    idempotentHint: false,
    openWorldHint: false,
  },
  needs: ['credits.add'],
  arguments: z.strictObject({ customerKey: z.string().min(1), credits: z.string() }),
  plan: async ({ customerKey, credits }, { billing }) => {
    await billing.customers.get({ customerKey });
    return {
      effect: `Grant ${credits} credits to ${customerKey}.`,
      needsConsent: true,
      money: { amount: credits, currency: 'USD' },
      targets: [`customer:${customerKey}`],
      calls: [
        { operation: 'credits.createWallet', input: { customerKey, currency: 'USD' } },
        {
          operation: 'credits.add',
          input: ([wallet]) => ({
            walletId: (wallet as { id: string }).id,
            kind: 'granted',
            credits,
          }),
        },
      ],
      show: () => ({ summary: `Granted ${credits}.`, facts: { credits } }),
    };
  },
});

/** A server for a test, with a client that is connected to it. */
export interface TestServer {
  readonly client: Client;
  readonly engine: EmbeddedBilling;
  readonly failures: unknown[];
  /** Closes what the server's factory holds. */
  readonly close: () => Promise<void>;
  /** Calls a tool; the structured content of its result beside the result. */
  readonly call: (
    name: string,
    args?: Record<string, unknown>,
  ) => Promise<{ isError: boolean; text: string; facts: Record<string, unknown> }>;
}

/** What a test may say about its server. */
export type TestServerOptions = Partial<Omit<ServerFactoryOptions, 'settings'>> & {
  readonly settings?: Partial<Settings>;
  readonly client?: ConstructorParameters<typeof Client>[1];
  readonly engine?: EmbeddedBilling;
  /** Told of every call that reaches the provider. */
  readonly watch?: (call: WatchedCall) => void | Promise<void>;
  readonly authInfo?: AuthInfo;
};

/** A choice of a provider that is there. */
export function choiceOf(engine: Billing): ProviderChoice {
  return {
    id: engine.id,
    environment: 'test',
    capabilities: async () => engine.capabilities,
    limits: async () => engine.limits,
    open: async () => engine,
  };
}

/** An engine with the customer `acme`. */
export async function engineWithAcme(): Promise<EmbeddedBilling> {
  const engine = createEmbedded({ clock: manualClock(START) });
  await engine.customers.upsert({ customerKey: 'acme', name: 'Acme Corp', currency: 'USD' });
  return engine;
}

/** Connects a client to a new server over memory. */
export async function testServer(options: TestServerOptions = {}): Promise<TestServer> {
  const { settings, client: clientOptions, watch, authInfo, ...given } = options;
  const engine = given.engine ?? (await engineWithAcme());
  const failures: unknown[] = [];
  const { factory, close } = createServerFactory({
    choice: choiceOf(watch === undefined ? engine : watchedBilling(engine, watch)),
    clock: manualClock(START),
    surface: surfaceOf(readCustomer, nameCustomer, grantCredits),
    log: (_, error) => failures.push(error),
    ...given,
    settings: { ...SETTINGS, ...settings },
  });
  const server = await factory({ era: 'legacy', ...(authInfo && { authInfo }) });
  const [clientSide, serverSide] = InMemoryTransport.createLinkedPair();
  const client = new Client({ name: 'test', version: '1' }, clientOptions);
  await server.connect(serverSide);
  await client.connect(clientSide as never);
  return {
    client,
    engine,
    failures,
    close,
    call: async (name, args = {}) => {
      const result = await client.callTool({ name, arguments: args });
      const [content] = result.content as { text: string }[];
      return {
        isError: result.isError === true,
        text: content?.text ?? '',
        facts: (result.structuredContent ?? {}) as Record<string, unknown>,
      };
    },
  };
}
