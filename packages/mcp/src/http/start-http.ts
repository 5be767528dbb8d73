import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Clock, systemClock } from '@billport/core';
import { createAdaptorServer } from '@hono/node-server';
import { createMcpHandler, type McpServerFactory } from '@modelcontextprotocol/server';
import { wrongSetting } from '../configuration/given.ts';
import { doorOf } from './door.ts';
import { ENDPOINT } from './endpoint.ts';
import { createHttpApp } from './http-app.ts';
import {
  type Environment,
  type HttpFlags,
  type HttpSettings,
  readHttpSettings,
} from './http-settings.ts';
import { InFlight } from './in-flight.ts';
import { hostInUrl, isEveryAddress } from './loopback.ts';
import type { ScopeOfTool } from './needed-scopes.ts';
import { type Log, logToStandardError, RequestLog } from './request-log.ts';
import { resourceMetadataOf } from './resource-metadata.ts';

/** What a server over HTTP is made from. */
export interface StartHttpOptions {
  /** Makes the protocol's server of one request; {@link principalOf} tells it who calls. */
  readonly factory: McpServerFactory;
  /** The scope of each tool and alias, for callers that have tokens. */
  readonly scopeOfTool: ScopeOfTool;
  /** Such as `process.env`; `HTTP_VARIABLES` lists what is read of it. */
  readonly environment: Environment;
  readonly flags?: HttpFlags | undefined;
  /** Takes lines of JSON; the error output when absent. */
  readonly log?: Log | undefined;
  readonly clock?: Clock | undefined;
}

/** A server that listens. */
export interface HttpServing {
  /** The endpoint on this machine, such as `http://127.0.0.1:3000/mcp`. */
  readonly url: string;
  /**
   * Takes no new connections, lets requests in flight finish within their time, cuts the rest.
   * Called again, it waits for the same end.
   */
  close(): Promise<void>;
}

/** Streams of changes that may be open; the server has few changes to tell of. */
const MOST_SUBSCRIPTIONS = 64;
const KEEP_ALIVE_MS = 5_000;
const LARGEST_HEADERS = 16_384;

/** A server of Node that answers 408 to whoever takes too long to say what they want. */
function nodeServer(
  fetch: Parameters<typeof createAdaptorServer>[0]['fetch'],
  { requestTimeoutMs }: HttpSettings,
): Server {
  const serverOptions = {
    requestTimeout: requestTimeoutMs,
    headersTimeout: requestTimeoutMs,
    connectionsCheckingInterval: Math.min(1_000, requestTimeoutMs),
    keepAliveTimeout: KEEP_ALIVE_MS,
    maxHeaderSize: LARGEST_HEADERS,
  };
  return createAdaptorServer({ fetch, serverOptions }) as Server;
}

async function listen(server: Server, { host, port }: HttpSettings): Promise<URL> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => {
      reject(
        wrongSetting(
          'BILLING_MCP_HTTP_PORT',
          `The server cannot listen on ${hostInUrl(host)}:${port} (${(error as NodeJS.ErrnoException).code}): choose another port, or another BILLING_MCP_HTTP_HOST.`,
        ),
      );
    });
    server.listen(port, host, resolve);
  });
  const name = isEveryAddress(host) ? '127.0.0.1' : hostInUrl(host);
  return new URL(`http://${name}:${(server.address() as AddressInfo).port}${ENDPOINT}`);
}

/** Where clients find it, as far as that is known here: an address for all is that of no machine. */
function shownUrl({ host, publicUrl }: HttpSettings, address: URL): string {
  if (!isEveryAddress(host)) return address.href;
  return publicUrl?.href ?? `http://${hostInUrl(host)}:${address.port}${ENDPOINT}`;
}

/**
 * Serves MCP over HTTP, without state, to clients of 2025 and of 2026-07-28.
 * @throws BillingError `configuration` for settings that are wrong or not safe, and for an address
 *   that cannot be had.
 */
export async function startHttp(options: StartHttpOptions): Promise<HttpServing> {
  const { factory, scopeOfTool, environment, flags, clock = systemClock } = options;
  const settings = readHttpSettings(environment, flags);
  const log = new RequestLog(options.log ?? logToStandardError, clock, scopeOfTool);
  const inFlight = new InFlight(settings.maxConcurrent);
  const handler = createMcpHandler(factory, {
    onerror: (error) => log.error(error),
    maxSubscriptions: MOST_SUBSCRIPTIONS,
    maxRequestBodySize: settings.maxBodyBytes,
  });
  const metadata = resourceMetadataOf(settings.authorization);
  let closing: Promise<void> | undefined;
  const app = createHttpApp({
    settings,
    handler,
    door: doorOf(settings.authorization, { clock, resourceMetadataUrl: metadata?.url.href }),
    metadata,
    scopeOfTool,
    inFlight,
    log,
    clock,
    isClosing: () => closing !== undefined,
  });
  const server = nodeServer(app.fetch, settings);
  const address = await listen(server, settings);
  log.server('listening', {
    url: shownUrl(settings, address),
    authorization: settings.authorization.kind,
  });

  async function drain(): Promise<void> {
    const ended = new Promise<void>((resolve) => server.close(() => resolve()));
    const isSettled = await inFlight.settled(settings.drainTimeoutMs);
    await handler.close();
    server.closeAllConnections();
    await ended;
    log.server('closed', { cut: !isSettled });
  }
  return {
    url: address.href,
    close() {
      closing ??= drain();
      return closing;
    },
  };
}
