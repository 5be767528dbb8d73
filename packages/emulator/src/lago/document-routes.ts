import { Hono } from 'hono';
import { DOCUMENTS, documentOf } from './documents.ts';
import { notFound } from './failure.ts';
import type { LagoState } from './state.ts';

/** Where `file_url` leads: outside of the API, without a key. */
export function documentRoutes(state: LagoState): Hono {
  const app = new Hono();
  app.get(`${DOCUMENTS}/:token/:name`, (context) => {
    const html = documentOf(state, context.req.param('token'));
    if (html === undefined) throw notFound('resource');
    return context.html(html);
  });
  return app;
}
