import { type Context, Hono } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { injectFaults } from '../machinery/faults/inject-faults.ts';
import { PaigoFailure } from './failure.ts';
import { documentRoutes } from './invoices/document-routes.ts';
import { rateLimiting } from './rate-limits.ts';
import { routes } from './resources/index.ts';
import type { PaigoState } from './state.ts';
import { steering } from './steering.ts';
import { type Credentials, tokenRoutes } from './tokens.ts';

const WORDS: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  404: 'Not Found',
  409: 'Conflict',
};

/** A refusal, in the form that the switch says (`facts/paigo.md §2`). */
function refusal(state: PaigoState, { status, messages }: PaigoFailure, context: Context) {
  const [first = ''] = messages;
  const isNest = state.switches.refusals === 'nest';
  const body =
    isNest || status === 404
      ? {
          statusCode: status,
          message: isNest && messages.length > 1 ? messages : first,
          error: WORDS[status] ?? 'Error',
        }
      : { message: messages.join('; ') };
  return context.json(body, status as ContentfulStatusCode);
}

/** What a gateway of AWS writes under a status (`facts/paigo.md §2`). */
const statusBody = (_status: number, message: string) => ({ message });

/** Everything that takes a token. */
function api(state: PaigoState): Hono {
  const app = new Hono();
  app.use(rateLimiting(state), async (context, next) => {
    if (!state.tokens.letsIn(context.req.header('authorization'))) {
      return context.json({ message: 'Unauthorized' }, 401);
    }
    state.catchUp();
    await next();
  });
  for (const route of routes) app.route('/', route(state));
  return app;
}

/** Paigo's HTTP interface over the state, its token endpoint included. */
export function paigoServer(state: PaigoState, credentials: Credentials = {}): Hono {
  const app = new Hono();
  app.onError((error, context) => {
    if (error instanceof PaigoFailure) return refusal(state, error, context);
    state.jobErrors.push(`${context.req.method} ${context.req.path}: ${error}`);
    return context.json({ message: 'Internal Server Error' }, 500);
  });
  // What a gateway of AWS answers where there is no route (`facts/paigo.md §2`).
  app.notFound((context) => context.json({ message: 'Missing Authentication Token' }, 403));
  app.route('/emulator', steering(state));
  app.use(injectFaults(state.faults, statusBody));
  app.route('/', tokenRoutes(state.tokens, credentials));
  app.route('/', documentRoutes(state));
  app.route('/', api(state));
  return app;
}
