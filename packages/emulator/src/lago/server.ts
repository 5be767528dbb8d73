import { BillingError } from '@billport/core';
import { Hono } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { failureOf } from './engine-error.ts';
import { LagoFailure, notFound } from './failure.ts';
import { routes } from './resources/index.ts';
import type { LagoState } from './state.ts';

/** The version that `/health` tells. */
const VERSION = '1.51.0';

const UNAUTHORIZED = new LagoFailure(401, { error: 'Unauthorized' });

/** The second word of the header is the key, whatever the first one is (`facts/lago.md §a`). */
function keyOf(authorization: string | undefined): string | undefined {
  return authorization?.split(/\s+/)[1];
}

function answerOf(error: unknown): LagoFailure {
  if (error instanceof LagoFailure) return error;
  const failure = BillingError.is(error) ? failureOf(error) : undefined;
  return failure ?? new LagoFailure(500, { error: 'Internal Server Error' });
}

/** Everything under `/api/v1`. */
function api(state: LagoState, apiKey: string | undefined): Hono {
  const app = new Hono();
  app.use(async (context, next) => {
    const key = keyOf(context.req.header('authorization'));
    if (key === undefined || (apiKey !== undefined && key !== apiKey)) throw UNAUTHORIZED;
    await state.catchUp();
    await next();
  });
  for (const route of routes) app.route('/', route(state));
  return app;
}

/** Lago's HTTP interface over the state. `apiKey`: the only key that is let in; any when absent. */
export function lagoServer(state: LagoState, apiKey: string | undefined): Hono {
  const app = new Hono();
  app.onError((error, context) => {
    const { status, body } = answerOf(error);
    if (status === 500) state.jobErrors.push(`${context.req.method} ${context.req.path}: ${error}`);
    return context.json(body, status as ContentfulStatusCode);
  });
  app.notFound((context) => context.json(notFound('resource').body, 404));
  app.use(async (context, next) => {
    await next();
    context.header('x-request-id', context.req.header('x-request-id') ?? state.ids.next());
  });
  app.get('/health', (context) =>
    context.json({
      version: VERSION,
      github_url: `https://github.com/getlago/lago-api/tree/v${VERSION}`,
      message: 'Success',
    }),
  );
  app.route('/api/v1', api(state, apiKey));
  return app;
}
