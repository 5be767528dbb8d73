import { setTimeout as wait } from 'node:timers/promises';
import type { HttpBindings } from '@hono/node-server';
import type { Context, MiddlewareHandler } from 'hono';
import type { ActiveFault, Fault } from './fault.ts';
import { faultAnswer, type StatusBody } from './fault-answer.ts';
import type { FaultList } from './fault-list.ts';

const DEFAULT_LATENCY_MS = 1000;

/** Tells the HTTP server that the connection was dealt with: nothing is written. */
const ALREADY_SENT = { 'x-hono-already-sent': 'true' };

/** Closes the connection under the client's feet. */
function reset(context: Context): Response {
  const { incoming } = context.env as Partial<HttpBindings>;
  if (incoming === undefined) throw new Error('A connection can only be reset over real HTTP.');
  incoming.socket.resetAndDestroy();
  return new Response(null, { headers: ALREADY_SENT });
}

/** Waits, where the fault is latency at this end of the work. */
async function pause({ kind, after = 'none', ms }: ActiveFault, end: Fault['after']) {
  if (kind === 'latency' && after === end) await wait(ms ?? DEFAULT_LATENCY_MS);
}

/**
 * Spoils requests as the faults of an account say.
 * @param statusBody Writes the body of a status that is answered, where the fault has none.
 */
export function injectFaults(faults: FaultList, statusBody: StatusBody): MiddlewareHandler {
  return async (context, next) => {
    const fault = faults.hitBy(context.req.method, context.req.path);
    if (fault === undefined) return next();
    await pause(fault, 'none');
    if (fault.after === 'write' || fault.kind === 'latency') await next();
    await pause(fault, 'write');
    const answer = fault.kind === 'reset' ? reset(context) : faultAnswer(fault, statusBody);
    if (answer === undefined) return;
    // Without this the answer would get the headers of the one that it replaces.
    context.res = undefined;
    context.res = answer;
  };
}
