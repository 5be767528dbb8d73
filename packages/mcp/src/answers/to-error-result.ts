import { BillingError, type BillingErrorCode } from '@billport/core';
import type { CallToolResult } from '@modelcontextprotocol/server';
import type { PiiPolicy } from '../configuration/settings.ts';
import type { Fact } from './answer.ts';
import { type Changed, changedBy, type Progress } from './changed.ts';
import { fence } from './fence.ts';
import { type FittedFacts, fewerItems, fitFacts } from './fit-facts.ts';
import { nextStep } from './next-step.ts';
import { Refusal } from './refusal.ts';
import { renderFacts } from './render-facts.ts';
import { spoken } from './words.ts';

/** How far the call was, and how its failure is shown. */
export interface Failing extends Progress {
  readonly idempotencyKey?: string | undefined;
  /** False where the provider would make the same calls with the same key a second time. */
  readonly isRepeatable?: boolean | undefined;
  readonly pii: PiiPolicy;
}

/** A failure in the words of the server, before it is made ready for a client. */
interface Failure {
  readonly code: string;
  /** In our words; shown as a sentence. */
  readonly message?: string | undefined;
  readonly next: string;
  readonly retryable: boolean;
  readonly retryAfterMs?: number | undefined;
  /** Fenced: what may hold words of others. */
  readonly facts: { readonly [name: string]: Fact };
}

/** The way to a field as people write it: `charges[0].pricing`. */
function fieldOf(path: readonly (string | number)[]): string {
  return path
    .map((part, index) =>
      typeof part === 'number' ? `[${part}]` : `${index === 0 ? '' : '.'}${part}`,
    )
    .join('');
}

function failureOfProvider(error: BillingError): Failure {
  const { code, details, issues, provider, operation, status, requestId } = error;
  const { retryAfterMs, ...facts } = (details ?? {}) as { retryAfterMs?: number } & object;
  const field = issues?.[0] === undefined ? '' : fieldOf(issues[0].path);
  return {
    code,
    next: nextStep(error as BillingError<BillingErrorCode>),
    retryable: error.retryable,
    retryAfterMs,
    facts: {
      message: error.message,
      ...(field === '' ? {} : { field }),
      ...(facts as Record<string, Fact>),
      provider,
      operation,
      status,
      requestId,
      issues: issues?.map(({ path, message, rule }) => ({ field: fieldOf(path), message, rule })),
    },
  };
}

function failureOf(error: unknown): Failure {
  if (error instanceof Refusal) {
    const { message, next, field, retryable = false, retryAfterMs, facts } = error.options;
    return {
      code: error.code,
      message,
      next,
      retryable,
      retryAfterMs,
      facts: { field, ...(facts as { [name: string]: Fact } | undefined) },
    };
  }
  if (BillingError.is(error)) return failureOfProvider(error);
  return {
    code: 'internal',
    message: 'Something went wrong inside of the server.',
    next: 'Tell whoever runs this server; its log says what happened.',
    retryable: false,
    facts: {},
  };
}

const CHANGED_TEXT: Readonly<Record<Changed, string>> = {
  no: 'Nothing was changed.',
  yes: 'A part was changed before it failed.',
  unknown: 'Whether anything was changed is not known.',
};

/** Whether the same call may be made again: nothing was changed, or its key has it done once. */
function isSafeAgain(changed: Changed, failing: Failing): boolean {
  const { idempotencyKey, isRepeatable = true, completedCalls = 0 } = failing;
  if (changed === 'no') return true;
  return idempotencyKey !== undefined && isRepeatable && completedCalls === 0;
}

/** What comes first where something may have been changed: to repeat it blindly may do it twice. */
function nextOf({ next, retryable }: Failure, changed: Changed, failing: Failing): string {
  if (changed === 'no') return next;
  const isSafe = isSafeAgain(changed, failing);
  const repeat =
    failing.idempotencyKey === undefined
      ? ' before you repeat anything.'
      : isSafe
        ? '; repeat only with the same idempotency_key.'
        : '; ask for what is missing with a new idempotency_key.';
  const read = `Read what it touches to see what happened${repeat}`;
  // What to do about what passes by itself is to make the same call again.
  return retryable && !isSafe ? read : `${read} ${next}`;
}

/** What is left out of the facts, before anything is said to be done about them. */
function leftOut({ items, cut }: FittedFacts): string {
  const fewer = items === undefined ? [] : [`${fewerItems(items)}.`];
  return [...fewer, ...(cut === undefined ? [] : [cut])].map((said) => `${said} `).join('');
}

/**
 * Any failure of a call as the result of a tool: `isError`, and under `error` its code, message,
 * next step, whether the same call may succeed later, and whether anything was changed. The text
 * says the same. Of errors that nobody foresaw it tells nothing from inside.
 * Source: `facts/mcp.md §e.3 R3`.
 */
export function toErrorResult(error: unknown, failing: Failing): CallToolResult {
  const { pii, idempotencyKey } = failing;
  const failure = failureOf(error);
  const changed = changedBy(error, failing);
  const fitted = fitFacts(failure.facts, { detailed: true, pii, showsLinks: false });
  const { facts } = fitted;
  const message = failure.message === undefined ? facts.message : spoken(failure.message, pii);
  const next = spoken(`${leftOut(fitted)}${nextOf(failure, changed, failing)}`, pii);
  const retryable = failure.retryable && isSafeAgain(changed, failing);
  const retryAfterMs = failure.retryAfterMs;
  const key = idempotencyKey === undefined ? undefined : spoken(idempotencyKey, 'full');
  const lines = renderFacts(facts);
  return {
    isError: true,
    content: [
      {
        type: 'text',
        text: [
          failure.message === undefined
            ? `Failed: ${failure.code}. Its message says why.`
            : `${failure.code}: ${message}`,
          ...(lines.length === 0 ? [] : [fence(lines)]),
          `${CHANGED_TEXT[changed]} (changed: ${changed}, retryable: ${retryable}${retryAfterMs === undefined ? '' : `, retryAfterMs: ${retryAfterMs}`})`,
          ...(key === undefined ? [] : [`idempotencyKey: ${key}`]),
          `Next: ${next}`,
        ].join('\n'),
      },
    ],
    structuredContent: {
      error: {
        ...facts,
        code: failure.code,
        message,
        next,
        retryable,
        ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
        changed,
        ...(key === undefined ? {} : { idempotencyKey: key }),
      },
    },
  };
}
