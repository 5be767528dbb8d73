import { type Command, InvalidArgumentError, Option } from 'commander';
import { COMMON_CHECKS } from '../machinery/check-options.ts';
import type { Check } from '../machinery/setting-checks.ts';

function refuseWrong(check: Check, value: unknown): void {
  const problem = check(value);
  if (problem !== undefined) throw new InvalidArgumentError(problem);
}

/** Reads a text that the check takes. The reader throws InvalidArgumentError for another one. */
export function textOf(check: Check): (text: string) => string {
  return (text) => {
    refuseWrong(check, text);
    return text;
  };
}

/** The same for a whole number, written in digits. */
function numberOf(check: Check): (text: string) => number {
  return (text) => {
    const number = /^\d+$/.test(text) ? Number(text) : Number.NaN;
    refuseWrong(check, number);
    return number;
  };
}

/** An option that is `on` where it is absent. */
export const onOrOff = (flags: string, description: string): Option =>
  new Option(flags, description).choices(['on', 'off']).default('on');

/** Options of every emulator, as commander reads them. */
export interface CommonFlags {
  readonly port: number;
  readonly host: string;
  readonly jobDelay: number;
  readonly startAt?: string;
  readonly frozen: boolean;
}

/** Settings of every emulator. */
export const commonSettings = ({ port, host, jobDelay, startAt, frozen }: CommonFlags) => ({
  port,
  host,
  frozen,
  jobDelayMs: jobDelay,
  ...(startAt !== undefined && { startAt }),
});

/** Where it listens. */
export const withAddress = (command: Command): Command =>
  command
    .option(
      '--port <number>',
      'port to listen at; 0: a free one',
      numberOf(COMMON_CHECKS.port),
      3000,
    )
    .option('--host <address>', 'address to listen at', textOf(COMMON_CHECKS.host), '127.0.0.1');

/** How its time goes. */
export const withTime = (command: Command, jobDelay: Check, usualDelay: number): Command =>
  command
    .option(
      '--job-delay <ms>',
      'until work behind the answers is done',
      numberOf(jobDelay),
      usualDelay,
    )
    .option(
      '--start-at <moment>',
      'when the account begins, such as 2026-01-01T00:00:00Z',
      textOf(COMMON_CHECKS.startAt),
    )
    .option('--frozen', 'let time stand still until it is moved', false);
