const USER_AGENT = /^Node\.js\//;

/**
 * What Node has for requests, below its fetch; undefined on other runtimes, those among them that
 * imitate Node. Asked for while running: an import would keep this package from everything that has
 * no such modules.
 */
export function nodeClient() {
  if (!USER_AGENT.test(globalThis.navigator?.userAgent ?? '')) return undefined;
  // Missing in the first versions of Node 22.
  if (globalThis.process?.getBuiltinModule === undefined) return undefined;
  return {
    http: globalThis.process.getBuiltinModule('node:http'),
    https: globalThis.process.getBuiltinModule('node:https'),
    zlib: globalThis.process.getBuiltinModule('node:zlib'),
  };
}

/** Node's own client. */
export type NodeClient = NonNullable<ReturnType<typeof nodeClient>>;

/** A reply as Node's own client brings it. */
export type Message = InstanceType<NodeClient['http']['IncomingMessage']>;

const fetchAtFirst = globalThis.fetch;

/** Where undici keeps what fetch sends through. */
const DISPATCHER = Symbol.for('undici.globalDispatcher.1');

/**
 * Whether fetch is as it was when this package was loaded, and sends through nothing special. A
 * test that replaces it, or a program that sets a proxy for it, means usage as well.
 */
export function isFetchUntouched(): boolean {
  if (globalThis.fetch !== fetchAtFirst) return false;
  const dispatcher: unknown = Reflect.get(globalThis, DISPATCHER);
  return dispatcher === undefined || dispatcher?.constructor?.name === 'Agent';
}
