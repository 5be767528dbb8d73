import { setTimeout } from 'node:timers/promises';

/** How long answers are waited for when the client has gone; all in all an exit takes a second. */
export const GONE_MS = 300;

/** How long answers are waited for after a signal, before whoever sent it loses patience. */
const STOPPED_MS = 8_000;

/** How long the provider and the files may take to let go. */
export const CLOSE_MS = 150;

/** Something that serves. */
export interface Running {
  /** Resolves when nobody is left to serve. */
  readonly gone: Promise<void>;
  /** Takes nothing more, and waits that long for what is under way. */
  readonly drain: (graceMs: number) => Promise<void>;
  /** Lets go of everything. */
  readonly close: () => Promise<void>;
}

/** Where signals come from. */
type Signals = Pick<NodeJS.Process, 'once'>;

/**
 * Runs until the client goes or the process is told to stop, answers what is under way, and lets go
 * of everything. A second signal ends the process at once.
 */
export async function untilStopped(
  starting: Running | Promise<Running>,
  signals: Signals,
): Promise<void> {
  const stopped = new Promise<void>((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) signals.once(signal, () => resolve());
  });
  // Signals are heard from the start: what has only just begun to listen ends in order, too.
  const running = await starting;
  const grace = await Promise.race([
    running.gone.then(() => GONE_MS),
    stopped.then(() => STOPPED_MS),
  ]);
  await running.drain(grace);
  const patience = new AbortController();
  await Promise.race([
    running.close(),
    setTimeout(CLOSE_MS, undefined, { signal: patience.signal }).catch(() => undefined),
  ]);
  patience.abort();
}
