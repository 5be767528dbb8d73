import { BillingError } from '@billport/core';
import type { Command } from 'commander';
import type { CommonFlags } from './option-readers.ts';

/** Why the server did not start, in words. */
function reasonOf(error: unknown, { port, host }: CommonFlags): string {
  const { code } = (error ?? {}) as { code?: unknown };
  if (code === 'EADDRINUSE') {
    return `Port ${port} is taken. Choose another one with --port, or a free one with --port 0.`;
  }
  if (code === 'EACCES') return `Port ${port} may not be used by this user. Choose one above 1023.`;
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
    return `${host} is not an address of this machine. Leave --host out to listen at 127.0.0.1.`;
  }
  if (BillingError.is(error)) return error.message;
  return error instanceof Error ? error.message : String(error);
}

/** An emulator that runs. */
interface Running {
  close(): Promise<void>;
}

/** Ends the process in good order when it is told to stop. */
function stopOnSignal(emulator: Running): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void emulator.close());
  }
}

/** Starts an emulator and prints where it is; ends with exit code 1 when it cannot start. */
export async function runEmulator<Emulator extends Running>(
  start: () => Promise<Emulator>,
  greeting: (emulator: Emulator) => string,
  flags: CommonFlags,
  command: Command,
): Promise<void> {
  const emulator = await start().catch((error: unknown) =>
    command.error(reasonOf(error, flags), { exitCode: 1 }),
  );
  stopOnSignal(emulator);
  const end = 'Press Ctrl+C to stop. Nothing is kept.';
  process.stdout.write(`${greeting(emulator)}\n\n${end}\n`);
}
