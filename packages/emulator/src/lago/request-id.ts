import type { MiddlewareHandler } from 'hono';
import type { LagoState } from './state.ts';

const MAX_LENGTH = 255;

/** Names every answer: by the client's own id, cut to what Rails lets stand, or by a new one. */
export function requestIds(state: LagoState): MiddlewareHandler {
  return async (context, next) => {
    await next();
    const sent = context.req.header('x-request-id')?.replace(/[^\w\-@]/g, '');
    context.header('x-request-id', sent ? sent.slice(0, MAX_LENGTH) : state.ids.next());
  };
}
