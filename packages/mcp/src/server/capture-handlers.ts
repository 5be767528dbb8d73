import type { McpServer, ServerContext } from '@modelcontextprotocol/server';

/** A handler as it was given to `setRequestHandler`. */
export type RequestHandler<Request, Result> = (
  request: Request,
  context: ServerContext,
) => Result | Promise<Result>;

/**
 * Runs `register` and tells which request handlers were set meanwhile, by method: the only way to
 * keep what the SDK answers for tools of an extension beside the server's own.
 */
export function captureHandlers(
  { server }: McpServer,
  register: () => void,
): ReadonlyMap<string, RequestHandler<never, unknown>> {
  const captured = new Map<string, RequestHandler<never, unknown>>();
  const set = server.setRequestHandler.bind(server) as (...given: unknown[]) => void;
  const own = (...given: unknown[]) => {
    captured.set(given[0] as string, given.at(-1) as RequestHandler<never, unknown>);
    set(...given);
  };
  Object.defineProperty(server, 'setRequestHandler', { value: own, configurable: true });
  try {
    register();
  } finally {
    Reflect.deleteProperty(server, 'setRequestHandler');
  }
  return captured;
}
