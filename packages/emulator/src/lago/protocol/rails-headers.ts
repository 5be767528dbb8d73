import type { MiddlewareHandler } from 'hono';
import type { LagoState } from '../state.ts';

const MAX_ID = 255;

/**
 * The headers that Rails puts on every answer: the id of the request, which is the client's own
 * cut to what Rails lets stand or a new one, and the character set.
 */
export function railsHeaders(state: LagoState): MiddlewareHandler {
  return async (context, next) => {
    await next();
    const sent = context.req.header('x-request-id')?.replace(/[^\w\-@]/g, '');
    context.header('x-request-id', sent ? sent.slice(0, MAX_ID) : state.ids.next());
    if (context.res.headers.get('content-type') === 'application/json') {
      context.header('content-type', 'application/json; charset=utf-8');
    }
  };
}
