import type { MiddlewareHandler } from 'hono';
import { matchedRoutes } from 'hono/route';
import { LagoFailure } from '../failure.ts';

/** The second word of the header is the key, whatever the first one is (`facts/lago.md §a`). */
function keyOf(authorization: string | undefined): string | undefined {
  return authorization?.trim().split(/\s+/)[1];
}

/**
 * Lets in who has the key. A path without a route is nobody's: Lago answers it before it asks.
 * @param apiKey The only key that is let in; any when absent.
 */
export function authorize(apiKey: string | undefined): MiddlewareHandler {
  return async (context, next) => {
    const isRouted = matchedRoutes(context).some(({ method }) => method !== 'ALL');
    const key = keyOf(context.req.header('authorization'));
    const isLetIn = key !== undefined && (apiKey === undefined || key === apiKey);
    if (isRouted && !isLetIn) throw new LagoFailure(401, { error: 'Unauthorized' });
    await next();
  };
}
