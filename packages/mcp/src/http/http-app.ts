import type { Clock } from '@billport/core';
import type { HttpBindings } from '@hono/node-server';
import {
  type AuthInfo,
  hostHeaderValidationResponse,
  isJsonContentType,
  type McpHttpHandler,
  originValidationResponse,
} from '@modelcontextprotocol/server';
import { type Context, Hono, type MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { cors } from 'hono/cors';
import type { Door } from './door.ts';
import { ENDPOINT } from './endpoint.ts';
import type { HttpSettings } from './http-settings.ts';
import type { InFlight } from './in-flight.ts';
import { readMessages } from './message-body.ts';
import {
  type MessageSubject,
  missingScopes,
  type ScopeOfTool,
  subjectsOf,
} from './needed-scopes.ts';
import { principalOf } from './principal.ts';
import type { RequestLog } from './request-log.ts';
import type { ResourceMetadata } from './resource-metadata.ts';
import { rpcError, SERVER_ERROR } from './rpc-error.ts';

/** What the routes work with. */
export interface HttpAppParts {
  readonly settings: HttpSettings;
  readonly handler: McpHttpHandler;
  readonly door: Door;
  readonly metadata: ResourceMetadata | undefined;
  readonly scopeOfTool: ScopeOfTool;
  readonly inFlight: InFlight;
  readonly log: RequestLog;
  readonly clock: Clock;
  /** Whether the server is on its way down. */
  readonly isClosing: () => boolean;
}

/** What becomes known of a request on its way through. */
interface Known {
  authInfo: AuthInfo | undefined;
  subjects: readonly MessageSubject[];
  /** Gives its place among the requests in flight back. */
  leave: () => void;
}

interface Environment {
  readonly Bindings: HttpBindings;
  readonly Variables: Known;
}

type Step = MiddlewareHandler<Environment>;

/** Headers that tell who the caller is: nothing behind the door sees them (`facts/mcp.md §e.3 S5`). */
const CREDENTIALS = ['authorization', 'proxy-authorization', 'cookie'];

/** Refuses requests of pages that made a name of their own point here (DNS rebinding). */
function checkSource({ allowedHosts, allowedOrigins }: HttpSettings): Step {
  return async ({ req }, next) =>
    hostHeaderValidationResponse(req.raw, [...allowedHosts]) ??
    originValidationResponse(req.raw, [...allowedOrigins]) ??
    next();
}

/** Lets pages of the listed hosts read answers in a browser; without any, none can. */
function allowBrowsers({ browserOrigins }: HttpSettings): Step {
  const isListed = (origin: string) => browserOrigins.includes(URL.parse(origin)?.hostname ?? '');
  return cors({
    origin: (origin) => (isListed(origin) ? origin : null),
    allowMethods: ['POST'],
    allowHeaders: [
      'Authorization',
      'Content-Type',
      'Accept',
      'MCP-Protocol-Version',
      'Mcp-Method',
      'Mcp-Name',
    ],
    exposeHeaders: ['WWW-Authenticate', 'MCP-Protocol-Version', 'Retry-After'],
  });
}

/** Writes a line when the answer is out, or the connection gone. */
function record({ log, clock }: HttpAppParts): Step {
  return async (context, next) => {
    const start = clock.now();
    const { outgoing } = context.env;
    context.set('subjects', []);
    outgoing.once('close', () => {
      const { authInfo, subjects } = context.var;
      log.request({
        status: outgoing.headersSent ? outgoing.statusCode : undefined,
        ms: clock.now() - start,
        principal: authInfo === undefined ? undefined : principalOf(authInfo).id,
        subjects,
        isCut: !outgoing.writableFinished,
      });
    });
    await next();
  };
}

/** Takes a place among the requests in flight; full or closing, the client is asked to come back. */
function takePlace({ inFlight, isClosing }: HttpAppParts): Step {
  return async (context, next) => {
    if (isClosing()) {
      return rpcError(503, SERVER_ERROR, 'The server is closing.', { Connection: 'close' });
    }
    const leave = inFlight.enter();
    if (leave === undefined) {
      return rpcError(503, SERVER_ERROR, 'The server is busy.', { 'Retry-After': '1' });
    }
    context.set('leave', leave);
    context.env.outgoing.once('close', leave);
    await next();
    // A connection that stays open would hold the close up.
    if (isClosing()) context.res.headers.set('Connection', 'close');
    return undefined;
  };
}

function authenticate({ door }: HttpAppParts): Step {
  return async (context, next) => {
    const admitted = await door.admit(context.req.raw);
    if (admitted instanceof Response) return admitted;
    context.set('authInfo', admitted);
    return next();
  };
}

/** The same request without its body and without anything that says who sent it. */
function withoutCredentials({ url, method, headers, signal }: Request): Request {
  const kept = new Headers(headers);
  for (const name of CREDENTIALS) kept.delete(name);
  return new Request(url, { method, headers: kept, signal });
}

function handle(context: Context<Environment>, { handler }: HttpAppParts, parsedBody?: unknown) {
  const { authInfo } = context.var;
  return handler.fetch(withoutCredentials(context.req.raw), {
    ...(authInfo === undefined ? {} : { authInfo }),
    ...(parsedBody === undefined ? {} : { parsedBody }),
  });
}

/** Answers messages of somebody who was let in. */
function serve(parts: HttpAppParts): (context: Context<Environment>) => Promise<Response> {
  const { settings, scopeOfTool, door } = parts;
  return async (context) => {
    const request = context.req.raw;
    // Whatever is not messages has an answer of the protocol's own: 405 or 415.
    if (request.method !== 'POST' || !isJsonContentType(request.headers.get('content-type'))) {
      return handle(context, parts);
    }
    const read = await readMessages(request, settings);
    if (read instanceof Response) return read;
    const subjects = subjectsOf(read.body);
    context.set('subjects', subjects);
    const { authInfo } = context.var;
    const missing =
      authInfo === undefined ? [] : missingScopes(subjects, authInfo.scopes, scopeOfTool);
    if (missing.length > 0) return door.needs(missing);
    // It stays open as long as the client likes; the protocol's server has a limit for these.
    if (subjects.some(({ method }) => method === 'subscriptions/listen')) context.var.leave();
    return handle(context, parts, read.body);
  };
}

/** The routes: the endpoint, whether the server is up, and who gives tokens for it. */
export function createHttpApp(parts: HttpAppParts): Hono<Environment> {
  const { settings, metadata, log, isClosing } = parts;
  const app = new Hono<Environment>();
  app.get('/healthz', (context) =>
    isClosing() ? context.json({ status: 'closing' }, 503) : context.json({ status: 'ok' }),
  );
  if (metadata !== undefined) {
    app.use(metadata.url.pathname, cors({ origin: '*', allowMethods: ['GET'] }));
    app.get(metadata.url.pathname, (context) => context.json(metadata.document));
  }
  app.use(ENDPOINT, record(parts), checkSource(settings), allowBrowsers(settings));
  app.use(ENDPOINT, takePlace(parts), authenticate(parts));
  app.use(
    ENDPOINT,
    bodyLimit({
      maxSize: settings.maxBodyBytes,
      onError: () =>
        rpcError(413, SERVER_ERROR, `A body may have ${settings.maxBodyBytes} bytes at most.`, {
          Connection: 'close',
        }),
    }),
  );
  app.all(ENDPOINT, serve(parts));
  app.notFound(() => rpcError(404, SERVER_ERROR, `The endpoint is ${ENDPOINT}.`));
  app.onError((error) => {
    log.error(error);
    return rpcError(500, -32_603, 'Internal server error.');
  });
  return app;
}
