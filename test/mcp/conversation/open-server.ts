import type { Billing, Capabilities, InstantInput } from '@billport/core';
import type { EmbeddedBilling } from '@billport/embedded';
import { startLago, startPaigo } from '@billport/emulator';
import { createServerFactory, readSettings } from '@billport/mcp';
import { Client } from '@modelcontextprotocol/client';
import { InMemoryTransport } from '@modelcontextprotocol/server';
import { type ProviderChoice, selectProvider } from 'billport';
import { onTestFinished, vi } from 'vitest';

/** When the conversation begins. */
const START = '2026-03-01T00:00:00Z';

/** A server with a client, and the hand that moves the time of its provider. */
export interface ConversationServer {
  readonly client: Client;
  /** How the provider serves each operation, as its manifest says. */
  readonly capabilities: Capabilities;
  advanceTo(instant: InstantInput): Promise<void>;
}

/** A provider that is there, as the environment tells of it. */
interface Running {
  readonly choice: ProviderChoice;
  /** Where it is opened already, since time is moved in it. */
  readonly billing?: Billing;
  /** Does what is due by a moment. */
  advanceTo(instant: InstantInput): Promise<void>;
}

async function embedded(): Promise<Running> {
  const choice = selectProvider({ BILLING_PROVIDER: 'embedded' });
  const billing = (await choice.open()) as EmbeddedBilling;
  onTestFinished(() => billing.close());
  return { choice, billing, advanceTo: (instant) => billing.advanceTo(instant) };
}

async function lago(): Promise<Running> {
  const emulator = await startLago({ startAt: START, frozen: true });
  onTestFinished(() => emulator.close());
  return {
    choice: selectProvider({
      BILLING_PROVIDER: 'lago',
      LAGO_API_URL: emulator.url,
      LAGO_API_KEY: 'emulated',
    }),
    advanceTo: async (instant) => {
      await emulator.advanceTo(instant);
      await emulator.settle();
    },
  };
}

async function paigo(): Promise<Running> {
  const emulator = await startPaigo({ startAt: START, frozen: true });
  onTestFinished(() => emulator.close());
  return {
    choice: selectProvider({
      BILLING_PROVIDER: 'paigo',
      PAIGO_API_URL: emulator.url,
      PAIGO_TOKEN_URL: emulator.tokenUrl,
      PAIGO_CLIENT_ID: 'emulated',
      PAIGO_CLIENT_SECRET: 'emulated',
    }),
    advanceTo: async (instant) => {
      await emulator.advanceTo(instant);
      await emulator.settle();
    },
  };
}

const PROVIDERS = { embedded, lago, paigo };

/** The providers that the conversation is held on. */
export type ProviderName = keyof typeof PROVIDERS;

/**
 * Starts a server on a provider, as its environment tells, and connects a client to it. The clock of
 * this machine stands where the provider's does.
 */
export async function openServer(name: ProviderName): Promise<ConversationServer> {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date(START) });
  onTestFinished(() => void vi.useRealTimers());
  const { choice, billing, advanceTo } = await PROVIDERS[name]();
  const serving = createServerFactory({ choice, settings: readSettings({}), billing });
  const server = await serving.factory({ era: 'legacy' });
  const client = new Client({ name: 'conversation', version: '1.0.0' });
  const [clientSide, serverSide] = InMemoryTransport.createLinkedPair();
  await server.connect(serverSide);
  await client.connect(clientSide as never);
  onTestFinished(async () => {
    await client.close();
    await serving.close();
  });
  return {
    client,
    capabilities: await choice.capabilities(),
    advanceTo: async (instant) => {
      vi.setSystemTime(new Date(instant));
      await advanceTo(instant);
    },
  };
}
