import { BillingError, type BillingErrorCode, type BillingErrorOptions } from '@billport/core';
import type { ErrorRule, ErrorTable, RefusedReply } from './error-table.ts';
import type { HttpRequest } from './http-request.ts';
import { isPassing } from './repeat-policy.ts';

const OF_STATUS: Readonly<Record<number, BillingErrorCode>> = {
  400: 'rejected',
  401: 'unauthenticated',
  403: 'forbidden',
  404: 'not_found',
  405: 'conflict',
  408: 'timeout',
  409: 'conflict',
  410: 'not_found',
  413: 'rejected',
  422: 'rejected',
  425: 'unavailable',
  429: 'rate_limited',
};

function includes(wanted: string | readonly string[] | RegExp, value: string | undefined): boolean {
  if (value === undefined) return false;
  if (wanted instanceof RegExp) return wanted.test(value);
  return typeof wanted === 'string' ? wanted === value : wanted.includes(value);
}

function matches(rule: ErrorRule, reply: RefusedReply): boolean {
  const { status, code, issue } = rule;
  if (status !== undefined && ![status].flat().includes(reply.status)) return false;
  if (code !== undefined && !includes(code, reply.code)) return false;
  if (issue === undefined) return true;
  return (reply.issues ?? []).some((each) => includes(issue, each.rule));
}

/** Longest part of the service's own words that gets into a message, in characters. */
const MOST_WORDS = 300;

function shortened(words: string): string {
  const line = words.replace(/\s+/g, ' ').trim();
  return line.length > MOST_WORDS ? `${line.slice(0, MOST_WORDS)}…` : line;
}

/** Words as a sentence: others may follow. */
const sentence = (words: string) => (/[.!?…]["')\]]?$/.test(words) ? words : `${words}.`);

function codeOfStatus(status: number): BillingErrorCode {
  return OF_STATUS[status] ?? (status >= 500 ? 'unavailable' : 'rejected');
}

/** A reply that is no success. */
export interface Refusal {
  readonly provider: string;
  readonly status: number;
  /** The parsed body; undefined where it is no JSON. */
  readonly body: unknown;
  readonly requestId: string | undefined;
  /** What the request named. */
  readonly about: HttpRequest['about'];
  /** Milliseconds that the service asks to wait. */
  readonly retryAfterMs: number | undefined;
}

/** The key under which the request named a thing of this kind, if it did. */
function namedKey(about: NonNullable<HttpRequest['about']>, resource: string): string | undefined {
  const { named = {} } = about;
  return Object.hasOwn(named, resource) ? named[resource] : undefined;
}

/** What is missing or in the way: what the request named, unless the service says another thing. */
function thingOf(reply: RefusedReply, about: Refusal['about']) {
  if (about === undefined)
    return reply.resource === undefined ? undefined : { resource: reply.resource };
  const { resource = about.resource } = reply;
  const key = resource === about.resource ? about.key : namedKey(about, resource);
  return key === undefined ? { resource } : { resource, key };
}

const WORDS: Partial<Record<BillingErrorCode, (resource: string, key: string) => string>> = {
  not_found: (resource, key) => `There is no ${resource} ${key}.`,
  already_exists: (resource, key) => `There is a ${resource} ${key} already.`,
};

/** What the error says when no rule has words of its own. */
function wordsOf(code: BillingErrorCode, reply: RefusedReply, refusal: Refusal): string {
  const thing = thingOf(reply, refusal.about);
  if (thing !== undefined && 'key' in thing) {
    const words = WORDS[code]?.(thing.resource.replaceAll('_', ' '), JSON.stringify(thing.key));
    if (words !== undefined) return words;
  }
  const fields = (reply.issues ?? []).map(({ path, message }) =>
    path.length === 0 ? message : `${path.join('.')}: ${message}`,
  );
  const said = fields.length > 0 ? fields.slice(0, 3).join(' · ') : (reply.message ?? reply.code);
  const { status } = reply;
  const verdict = status >= 500 ? `answered ${status}` : `refused it (${status})`;
  const words = shortened(said ?? '');
  return sentence(`${refusal.provider} ${verdict}${words === '' ? '' : `: ${words}`}`);
}

/** Codes whose details name a thing. */
const OF_THINGS: ReadonlySet<BillingErrorCode> = new Set([
  'not_found',
  'already_exists',
  'conflict',
]);

function detailsOf(
  code: BillingErrorCode,
  reply: RefusedReply,
  rule: ErrorRule | undefined,
  { about, retryAfterMs }: Refusal,
) {
  const details = rule?.details?.(reply);
  if (details !== undefined) return { details };
  if (code === 'rate_limited' && retryAfterMs !== undefined) return { details: { retryAfterMs } };
  return OF_THINGS.has(code) ? { details: thingOf(reply, about) ?? { resource: 'resource' } } : {};
}

/** Whether the same request may succeed later, where that is not what the code says. */
function retryableOf(rule: ErrorRule | undefined, status: number) {
  if (rule === undefined) return isPassing(status) ? {} : { retryable: false };
  return rule.retryable === undefined ? {} : { retryable: rule.retryable };
}

/** The error for a reply that is no success. Nothing of its body but what the table reads. */
export function refusedError(table: ErrorTable, refusal: Refusal): BillingError {
  const { status, requestId } = refusal;
  const reply: RefusedReply = { ...table.read(refusal.body), status };
  const rule = table.rules.find((each) => matches(each, reply));
  const code = rule?.becomes ?? codeOfStatus(status);
  const options: BillingErrorOptions = {
    message: rule?.message?.(reply) ?? wordsOf(code, reply, refusal),
    status,
    ...detailsOf(code, reply, rule, refusal),
    ...(reply.issues?.length ? { issues: reply.issues } : {}),
    ...(requestId === undefined ? {} : { requestId }),
    ...retryableOf(rule, status),
  };
  return new BillingError(code, options);
}
