import { BillingError, type Clock, currentInstant } from '@billport/core';
import type { MessageSubject, ScopeOfTool } from './needed-scopes.ts';

/** Takes one line, without its end. */
export type Log = (line: string) => void;

/** Writes to the error output: nothing but the protocol may ever be on the other one. */
export const logToStandardError: Log = (line) => {
  process.stderr.write(`${line}\n`);
};

/** What happened to one request. */
export interface RequestRecord {
  /** Undefined where no answer was begun. */
  readonly status: number | undefined;
  readonly ms: number;
  readonly principal: string | undefined;
  readonly subjects: readonly MessageSubject[];
  /** Whether the client left, or was cut, before it had its answer. */
  readonly isCut: boolean;
}

/** Methods of the protocol; whatever else stands there is the caller's and not logged. */
const METHODS: ReadonlySet<string> = new Set([
  'initialize',
  'ping',
  'server/discover',
  'tools/list',
  'tools/call',
  'resources/list',
  'resources/templates/list',
  'resources/read',
  'prompts/list',
  'prompts/get',
  'completion/complete',
  'subscriptions/listen',
  'notifications/initialized',
  'notifications/cancelled',
]);

const methodOf = ({ method }: MessageSubject): string =>
  method !== undefined && METHODS.has(method) ? method : 'unknown';

function toolOf({ tool }: MessageSubject, scopeOfTool: ScopeOfTool): string | undefined {
  if (tool === undefined) return undefined;
  return scopeOfTool(tool) === undefined ? 'unknown' : tool;
}

/** Where an error was thrown, without its message: that may hold what the caller sent. */
const placeOf = (error: Error): string | undefined =>
  error.stack
    ?.split('\n')
    .find((line) => line.trimStart().startsWith('at '))
    ?.trim();

/**
 * Writes lines of JSON about requests. Headers, arguments, answers and tokens are never in them
 * (`facts/mcp.md §e.3 S1`); names are written where the server itself knows them.
 */
export class RequestLog {
  readonly #log: Log;
  readonly #clock: Clock;
  readonly #scopeOfTool: ScopeOfTool;

  constructor(log: Log, clock: Clock, scopeOfTool: ScopeOfTool) {
    this.#log = log;
    this.#clock = clock;
    this.#scopeOfTool = scopeOfTool;
  }

  #write(event: string, facts: Readonly<Record<string, unknown>>): void {
    this.#log(JSON.stringify({ time: currentInstant(this.#clock), event, ...facts }));
  }

  /** One line for each message of a request, or one for a request that had none. */
  request({ status, ms, principal, subjects, isCut }: RequestRecord): void {
    const facts = { status, ms, principal, ...(isCut ? { cut: true } : {}) };
    if (subjects.length === 0) this.#write('request', facts);
    for (const subject of subjects) {
      const tool = toolOf(subject, this.#scopeOfTool);
      this.#write('request', { method: methodOf(subject), tool, ...facts });
    }
  }

  /** Something that the server did, such as that it listens. */
  server(event: string, facts: Readonly<Record<string, unknown>> = {}): void {
    this.#write(event, facts);
  }

  /** An error that no answer tells of. */
  error(error: Error): void {
    const own = BillingError.is(error) ? { code: error.code, message: error.message } : {};
    this.#write('error', { error: error.name, ...own, at: placeOf(error) });
  }
}
