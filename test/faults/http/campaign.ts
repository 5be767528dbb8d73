import { type Billing, BillingError } from '@billport/core';
import type { ChaoticFetch } from './chaotic-fetch.ts';
import { lookUp } from './lookup.ts';
import { countMarks } from './marks.ts';
import { randomOf } from './random.ts';
import { type World, type Write, writeOf } from './writes.ts';

/** A provider over HTTP, and the hands that a campaign needs on it. */
export interface Target {
  /** Its requests go through {@link chaos}. */
  readonly billing: Billing;
  readonly chaos: ChaoticFetch;
  /** The same account without faults, and with time: says what is there. */
  readonly auditor: Billing;
  readonly world: World;
  /** Resolves when everything that was written can be read. */
  settle(): Promise<void>;
}

/** How much a campaign does. */
export interface CampaignOptions {
  readonly operations: number;
  readonly seed: number;
  /** The likelihood of a fault for each request. */
  readonly rate: number;
  /** Operations at a time. */
  readonly concurrency: number;
  readonly onProgress?: (done: number) => void;
}

/** What the provider said of a write. */
type Said =
  | { readonly as: 'done' }
  | { readonly as: 'refused'; readonly code: string }
  | { readonly as: 'unknown'; readonly lookup: string };

/** What a campaign came to. */
export interface CampaignReport {
  readonly seed: number;
  readonly operations: number;
  readonly faults: number;
  readonly done: number;
  readonly refused: number;
  readonly unknown: number;
  /** How many of the unknown ones had been done. */
  readonly unknownAndDone: number;
  /** One sentence for each write that was not as the provider said. */
  readonly violations: readonly string[];
}

async function tell(
  target: Target,
  write: Write,
  options: CampaignOptions,
  number: number,
): Promise<Said> {
  try {
    await write.prepare?.(target.auditor);
    const random = randomOf(options.seed, -1 - number);
    await target.chaos.under(random, options.rate, () => write.call(target.billing));
    return { as: 'done' };
  } catch (error) {
    if (!BillingError.is(error)) throw error;
    if (!BillingError.is(error, 'outcome_unknown')) return { as: 'refused', code: error.code };
    return { as: 'unknown', lookup: error.details?.lookup ?? '' };
  }
}

/** What is wrong with what the provider said, given how often the thing is there. */
async function violation(target: Target, { mark }: Write, said: Said, count: number) {
  if (count > 1) return `${mark}: is there ${count} times (${said.as})`;
  if (said.as === 'done' && count === 0) return `${mark}: was said to be done, and is not there`;
  if (said.as === 'refused' && count > 0) {
    return `${mark}: was said to be refused (${said.code}), and is there`;
  }
  if (said.as !== 'unknown') return undefined;
  const found = await lookUp(target.auditor, said.lookup, mark);
  if (found === count > 0) return undefined;
  return `${mark}: is there ${count} times, and its look-up says ${found}: ${said.lookup}`;
}

/**
 * Writes with random faults on the way, then counts what is there. Every write must have been
 * reported as done (there once), refused (not there) or unknown (and the look-up tells which).
 */
export async function runCampaign(
  target: Target,
  options: CampaignOptions,
): Promise<CampaignReport> {
  const said: { write: Write; said: Said }[] = [];
  let next = 0;
  const worker = async () => {
    while (next < options.operations) {
      const number = next++;
      const random = randomOf(options.seed, number);
      const write = writeOf(target.billing, target.world, number, random);
      said.push({ write, said: await tell(target, write, options, number) });
      options.onProgress?.(said.length);
    }
  };
  await Promise.all(Array.from({ length: options.concurrency }, worker));
  await target.settle();
  const counts = await countMarks(target.auditor, target.world);
  const violations: string[] = [];
  for (const { write, said: what } of said) {
    const problem = await violation(target, write, what, counts.get(write.mark) ?? 0);
    if (problem !== undefined) violations.push(problem);
  }
  const ofKind = (as: Said['as']) => said.filter((each) => each.said.as === as);
  return {
    seed: options.seed,
    operations: said.length,
    faults: [...target.chaos.met.values()].reduce((sum, count) => sum + count, 0),
    done: ofKind('done').length,
    refused: ofKind('refused').length,
    unknown: ofKind('unknown').length,
    unknownAndDone: ofKind('unknown').filter(({ write }) => counts.has(write.mark)).length,
    violations,
  };
}
