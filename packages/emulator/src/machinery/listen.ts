import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import type { Hono } from 'hono';

/** Where a server listens. */
export interface Address {
  /** A free one when absent or 0. */
  readonly port?: number | undefined;
  /** 127.0.0.1, this machine only, when absent. */
  readonly host?: string | undefined;
}

/** A server that listens. */
export interface Listening {
  /** Such as `http://127.0.0.1:3000`. */
  readonly url: string;
  /** Ends it, and every connection. */
  close(): Promise<void>;
}

type Server = ReturnType<typeof serve>;

/** Addresses that stand for all of this machine's. */
const ALL_ADDRESSES: readonly string[] = ['0.0.0.0', '::'];

function urlOf(host: string, server: Server): string {
  const { port } = server.address() as AddressInfo;
  const name = ALL_ADDRESSES.includes(host) ? '127.0.0.1' : host;
  return `http://${name.includes(':') ? `[${name}]` : name}:${port}`;
}

async function stop(server: Server): Promise<void> {
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
    if ('closeAllConnections' in server) server.closeAllConnections();
  });
}

/**
 * Listens on this machine.
 * @throws The error of the system, such as `EADDRINUSE`, when it cannot.
 */
export async function listen({ fetch }: Hono, address: Address): Promise<Listening> {
  const { port = 0, host = '127.0.0.1' } = address;
  const server = await new Promise<Server>((resolve, reject) => {
    const started = serve({ fetch, port, hostname: host }, () => resolve(started));
    started.on('error', reject);
  });
  return { url: urlOf(host, server), close: () => stop(server) };
}
