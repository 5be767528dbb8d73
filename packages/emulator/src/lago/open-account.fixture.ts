import { type ManualClock, manualClock } from '@billport/core';
import { onTestFinished } from 'vitest';
import { type Fields, isFields } from '../machinery/json-fields.ts';
import { lagoServer } from './server.ts';
import { LagoState } from './state.ts';
import type { LagoSwitches } from './switches.ts';

/** When accounts of tests begin. */
export const START = '2026-01-15T12:00:00Z';

/** What the server answered. */
export interface Answer {
  readonly status: number;
  /** The JSON of the body; empty where it is none. */
  readonly body: Fields;
  readonly text: string;
  readonly headers: Headers;
}

/** An account of a test, without a socket. */
export interface Account {
  readonly state: LagoState;
  /** The time in which requests come in. */
  readonly clock: ManualClock;
  /** Sends a request to a path behind `/api/v1`. */
  call(method: string, path: string, body?: unknown): Promise<Answer>;
  /** Sends a request as it is. */
  send(path: string, init?: RequestInit): Promise<Answer>;
  /** The object under the first key of what is answered with 200. */
  one(method: string, path: string, body?: unknown): Promise<Fields>;
}

function jsonOf(text: string): Fields {
  if (!text.startsWith('{')) return {};
  const value: unknown = JSON.parse(text);
  return isFields(value) ? value : {};
}

async function answerOf(response: Response): Promise<Answer> {
  const text = await response.text();
  return { status: response.status, body: jsonOf(text), text, headers: response.headers };
}

/** Opens an account whose time stands still. It is closed when the test ends. */
export function openAccount(switches: Partial<LagoSwitches> = {}, apiKey?: string): Account {
  const clock = manualClock(START);
  const state = new LagoState({
    switches: { jobDelayMs: 600_000, ...switches },
    clock,
    frozen: true,
  });
  onTestFinished(() => state.close());
  const server = lagoServer(state, apiKey);
  const send = async (path: string, init?: RequestInit) =>
    answerOf(await server.request(`http://lago.test${path}`, init));
  const call = (method: string, path: string, body?: unknown) =>
    send(`/api/v1${path}`, {
      method,
      headers: { authorization: 'Bearer key', 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  return {
    state,
    clock,
    send,
    call,
    async one(method, path, body) {
      const answer = await call(method, path, body);
      if (answer.status !== 200) throw new Error(`${method} ${path}: ${answer.text}`);
      const [object] = Object.values(answer.body);
      if (!isFields(object)) throw new Error(`${method} ${path} brings no object.`);
      return object;
    },
  };
}

/** Codes by field of a 422. */
export const refusedFields = ({ body }: Answer): unknown => body.error_details;
