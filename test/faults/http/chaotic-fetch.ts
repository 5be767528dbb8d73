import { AsyncLocalStorage } from 'node:async_hooks';
import { createFaultyFetch, type Fault } from '@billport/conformance';
import { pick, type Random } from './random.ts';

/** What can happen to a request, each as likely as the others. */
const FAULTS: readonly Fault[] = [
  { kind: 'status', status: 429, retryAfterSeconds: 0 },
  { kind: 'status', status: 500 },
  { kind: 'status', status: 503 },
  { kind: 'status', status: 500, sent: true },
  { kind: 'status', status: 502, sent: true },
  { kind: 'status', status: 504, sent: true },
  { kind: 'reset' },
  { kind: 'reset', sent: true },
  { kind: 'silence' },
  { kind: 'silence', sent: true },
  { kind: 'html' },
  { kind: 'html', sent: true },
  { kind: 'empty', sent: true },
  { kind: 'wrong_schema', sent: true },
  { kind: 'redirect', to: 'https://elsewhere.example/' },
];

/** A `fetch` whose requests meet faults while an operation runs under chaos. */
export interface ChaoticFetch {
  readonly fetch: typeof globalThis.fetch;
  /** Runs the call; each of its requests meets a fault with this likelihood. */
  under<Result>(random: Random, rate: number, call: () => Promise<Result>): Promise<Result>;
  /** How many requests met a fault, by its kind. */
  readonly met: ReadonlyMap<string, number>;
}

const nameOf = (fault: Fault) =>
  [fault.kind, 'status' in fault && fault.status, 'sent' in fault && fault.sent && 'after the work']
    .filter(Boolean)
    .join(' ');

/** Wraps a `fetch`. Requests outside of {@link ChaoticFetch.under} pass. */
export function chaoticFetch(inner: typeof globalThis.fetch): ChaoticFetch {
  const chaos = new AsyncLocalStorage<{ readonly random: Random; readonly rate: number }>();
  const met = new Map<string, number>();
  return {
    met,
    under: (random, rate, call) => chaos.run({ random, rate }, call),
    async fetch(input, init) {
      const here = chaos.getStore();
      if (here === undefined || here.random() >= here.rate) return inner(input, init);
      const fault = pick(here.random, FAULTS);
      met.set(nameOf(fault), (met.get(nameOf(fault)) ?? 0) + 1);
      const faulty = createFaultyFetch(inner);
      faulty.inject(fault);
      return faulty.fetch(input, init);
    },
  };
}
