import { BillingError } from '@billport/core';
import { Hono } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { controlRoutes } from '../machinery/control/control-routes.ts';
import { injectFaults } from '../machinery/faults/inject-faults.ts';
import { aboutAccount } from './about-account.ts';
import { documentRoutes } from './document-routes.ts';
import { failureOf } from './engine-error.ts';
import { LagoFailure, notFound } from './failure.ts';
import { noticeInvoices } from './invoice-visibility.ts';
import { authorize } from './protocol/authorize.ts';
import { refusalOfPath } from './protocol/not-emulated.ts';
import { railsHeaders } from './protocol/rails-headers.ts';
import { rateLimiting } from './protocol/rate-limits.ts';
import { routedPath } from './protocol/routed-path.ts';
import { routes } from './resources/index.ts';
import type { LagoState } from './state.ts';

/** The version that `/health` tells. */
const VERSION = '1.51.0';

function answerOf(error: unknown): LagoFailure {
  if (error instanceof LagoFailure) return error;
  const failure = BillingError.is(error) ? failureOf(error) : undefined;
  return failure ?? new LagoFailure(500, { error: 'Internal Server Error' });
}

/** What Lago writes under a status. */
const statusBody = (status: number, error: string) => ({ status, error });

/** Everything under `/api/v1`. */
function api(state: LagoState, apiKey: string | undefined): Hono {
  const app = new Hono();
  app.use(injectFaults(state.faults, statusBody), rateLimiting(state), authorize(apiKey));
  app.use(async (context, next) => {
    await state.catchUp();
    await next();
    if (context.req.method !== 'GET') await noticeInvoices(state);
  });
  for (const route of routes) app.route('/', route(state));
  return app;
}

/** Lago's HTTP interface over the state. `apiKey`: the only key that is let in; any when absent. */
export function lagoServer(state: LagoState, apiKey: string | undefined): Hono {
  const app = new Hono({ getPath: routedPath });
  app.onError((error, context) => {
    const answer = answerOf(error);
    // A 500 that Lago answers itself is meant; any other is the emulator's own fault.
    if (answer !== error && answer.status === 500) {
      state.jobErrors.push(`${context.req.method} ${context.req.path}: ${error}`);
    }
    return context.json(answer.body, answer.status as ContentfulStatusCode);
  });
  app.notFound((context) => {
    const { status, body } = refusalOfPath(context.req.path) ?? notFound('resource');
    return context.json(body, status as ContentfulStatusCode);
  });
  app.use(railsHeaders(state));
  app.get('/health', injectFaults(state.faults, statusBody), (context) =>
    context.json({
      version: VERSION,
      github_url: `https://github.com/getlago/lago-api/tree/v${VERSION}`,
      message: 'Success',
    }),
  );
  app.route(
    '/emulator',
    controlRoutes(state, () => aboutAccount(state)),
  );
  app.route('/', documentRoutes(state));
  app.route('/api/v1', api(state, apiKey));
  return app;
}
