import type { PiiPolicy } from '../configuration/settings.ts';

/** What stands in the place of something that the policy keeps back. */
const HIDDEN = '[hidden]';

/** Fields that tell who somebody is, wherever they stand, with all that is inside of them. */
const PERSONAL: ReadonlySet<string> = new Set([
  'email',
  'phone',
  'address',
  'legalName',
  'taxNumber',
  'customerName',
  'metadata',
]);

/** Fields that do so unless they stand on a thing of the catalog. */
const PERSONAL_BESIDE_CATALOG: ReadonlySet<string> = new Set(['name', 'description']);

/** What a thing of the catalog, or a line that bills one, has. */
const CATALOG = ['code', 'planCode', 'chargeCode', 'metric', 'rate'] as const;

/** Things found by a search, whose names tell nothing of anybody. */
const CATALOG_TYPES: ReadonlySet<unknown> = new Set(['plan', 'metric', 'coupon', 'tax', 'invoice']);

function isOfCatalog(owner: object): boolean {
  if ('type' in owner && CATALOG_TYPES.has(owner.type)) return true;
  if (Object.hasOwn(owner, 'customerKey') || Object.hasOwn(owner, 'email')) return false;
  // A field without a value says nothing: a fee that bills no charge has none.
  return CATALOG.some((name) => (owner as Readonly<Record<string, unknown>>)[name] !== undefined);
}

/** Whether the field of that name tells who somebody is, on the object that has it. */
export function isPersonal(name: string, owner: object): boolean {
  return PERSONAL.has(name) || (PERSONAL_BESIDE_CATALOG.has(name) && !isOfCatalog(owner));
}

/** An escape, or a run of letters and digits. */
const RUN = /\\u[0-9a-f]{4}|\\.|[\p{L}\p{M}\p{N}]+/gsu;

function maskRun(run: string): string {
  if (run.startsWith('\\')) return run;
  return /\p{N}/u.test(run) ? '***' : `${Array.from(run)[0]}***`;
}

/**
 * Escaped text as the policy lets it out: whole, with nothing but the first letter of each word, or
 * not at all.
 */
export function disclose(escaped: string, policy: PiiPolicy): string {
  if (policy === 'full' || escaped === '') return escaped;
  return policy === 'none' ? HIDDEN : escaped.replace(RUN, maskRun);
}

const EMAIL = /[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/gu;

/** The same for e-mail addresses within a text that is not personal as a whole. */
export function discloseEmails(escaped: string, policy: PiiPolicy): string {
  if (policy === 'full' || !escaped.includes('@')) return escaped;
  return escaped.replace(EMAIL, (address) => disclose(address, policy));
}
