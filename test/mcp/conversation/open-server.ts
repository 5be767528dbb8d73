import { type Clock, type InstantInput, manualClock } from '@billport/core';
import { createEmbedded } from '@billport/embedded';
import { startLago, startPaigo } from '@billport/emulator';
import { createServerFactory, readSettings, type ServerFactoryOptions } from '@billport/mcp';
import { Client } from '@modelcontextprotocol/client';
import { InMemoryTransport } from '@modelcontextprotocol/server';
import { selectProvider } from 'billport';
import { onTestFinished } from 'vitest';

/** When the conversation begins. */
export const START = '2026-03-01T00:00:00Z';

/** A server with a client, and the hand that moves the time of its provider. */
export interface ConversationServer {
  readonly client: Client;
  advanceTo(instant: InstantInput): Promise<void>;
}

/** A provider that is there, as the environment tells of it. */
interface Running {
  readonly environment: Readonly<Record<string, string>>;
  readonly clock: Clock;
  /** Where the provider is no other process. */
  readonly billing?: ServerFactoryOptions['billing'];
  advanceTo(instant: InstantInput): Promise<void>;
}

async function embedded(): Promise<Running> {
  const clock = manualClock(START);
  const billing = createEmbedded({ clock });
  onTestFinished(() => billing.close());
  const environment = { BILLING_PROVIDER: 'embedded' };
  return { environment, clock, billing, advanceTo: (instant) => billing.advanceTo(instant) };
}

async function lago(): Promise<Running> {
  const emulator = await startLago({ startAt: START, frozen: true });
  onTestFinished(() => emulator.close());
  return {
    environment: {
      BILLING_PROVIDER: 'lago',
      LAGO_API_URL: emulator.url,
      LAGO_API_KEY: 'emulated',
    },
    clock: emulator.state.clock,
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
    environment: {
      BILLING_PROVIDER: 'paigo',
      PAIGO_API_URL: emulator.url,
      PAIGO_TOKEN_URL: emulator.tokenUrl,
      PAIGO_CLIENT_ID: 'emulated',
      PAIGO_CLIENT_SECRET: 'emulated',
    },
    clock: emulator.state.clock,
    advanceTo: async (instant) => {
      await emulator.advanceTo(instant);
      await emulator.settle();
    },
  };
}

const PROVIDERS = { embedded, lago, paigo };

/** The providers that the conversation is held on. */
export type ProviderName = keyof typeof PROVIDERS;

/** Starts a server on a provider, as its environment tells, and connects a client to it. */
export async function openServer(name: ProviderName): Promise<ConversationServer> {
  const { environment, clock, billing, advanceTo } = await PROVIDERS[name]();
  const serving = createServerFactory({
    choice: selectProvider(environment),
    settings: readSettings(environment),
    clock,
    billing,
  });
  const server = await serving.factory({ era: 'legacy' });
  const client = new Client({ name: 'conversation', version: '1.0.0' });
  const [clientSide, serverSide] = InMemoryTransport.createLinkedPair();
  await server.connect(serverSide);
  await client.connect(clientSide as never);
  onTestFinished(async () => {
    await client.close();
    await serving.close();
  });
  return { client, advanceTo };
}
