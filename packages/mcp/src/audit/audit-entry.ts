import { createHash } from 'node:crypto';
import { z } from 'zod';

/** Longest id or key, and most targets in one entry: a line stays short. */
const LONGEST_ID = 200;
const MOST_TARGETS = 100;

/** Ids and keys; nothing that could be an e-mail address, a link or a sentence. */
const PLAIN = /^[\w.:|-]+$/;

const Word = z.string().regex(/^[a-z][a-z0-9_]{0,63}$/);
/** With room for the kind of a target before its id. */
const Plain = z
  .string()
  .regex(PLAIN)
  .max(LONGEST_ID + 50);
const Digest = z.string().regex(/^[0-9a-f]{64}$/);

/** What is written of one call. */
const Checked = z.strictObject({
  principal: Plain,
  tool: Word,
  arguments: Digest,
  targets: z.array(Plain).max(MOST_TARGETS),
  decision: z.enum(['reading', 'proceed', 'ask', 'preview', 'refuse']),
  confirmation: z.enum(['none', 'not_needed', 'policy', 'token', 'elicited']),
  result: z.enum(['started', 'ok', 'refused', 'failed', 'unknown']),
  code: Word.optional(),
  providerRequestId: Plain.optional(),
  follows: z.int().min(1).optional(),
});

/** One line of the log without its hash. Strict: nothing else can come in. */
export const AuditEntry = z.strictObject({
  seq: z.int().min(1),
  time: z.iso.datetime({ precision: 3 }),
  ...Checked.shape,
  previous: Digest,
});

/** One line of the log without its hash. */
export type AuditEntry = z.infer<typeof AuditEntry>;

/** A record that is fit for the log. */
export type CheckedRecord = z.infer<typeof Checked>;

/** What is said of one call (`facts/mcp.md §e.3 S8`). */
export interface AuditRecord {
  /** Id of the principal. */
  readonly principal: string;
  /** Name of the tool. */
  readonly tool: string;
  /** `argumentsDigest` of the arguments: 64 hexadecimal digits. */
  readonly arguments: string;
  /** What is touched: `customer:acme`. */
  readonly targets: readonly string[];
  /** `reading`, or what was decided of a change. */
  readonly decision: CheckedRecord['decision'];
  /** How somebody agreed. */
  readonly confirmation: CheckedRecord['confirmation'];
  /** `started` is written before a change is made, and followed by how it ended. */
  readonly result: CheckedRecord['result'];
  /** Code of the error or refusal. */
  readonly code?: string | undefined;
  readonly providerRequestId?: string | undefined;
  /** `seq` of the entry `started` that this one tells the end of. */
  readonly follows?: number | undefined;
}

/**
 * Text as it may stand in the log: ids and keys as they are; what could be an address, a link, a
 * name or very long as the start of its SHA-256, by which somebody who knows the text finds it.
 */
function plainOrDigest(text: string): string {
  if (PLAIN.test(text) && text.length <= LONGEST_ID) return text;
  return `sha256:${createHash('sha256').update(text).digest('hex').slice(0, 32)}`;
}

/** `customer:a@b.example` keeps its kind and loses its name. */
function plainTarget(target: string): string {
  const { kind, name = '' } = /^(?<kind>[a-z_]{1,40}):(?<name>.*)$/s.exec(target)?.groups ?? {};
  return kind === undefined ? plainOrDigest(target) : `${kind}:${plainOrDigest(name)}`;
}

function plainTargets(targets: readonly string[]): string[] {
  if (targets.length <= MOST_TARGETS) return targets.map(plainTarget);
  const shown = targets.slice(0, MOST_TARGETS - 1).map(plainTarget);
  return [...shown, `more:${targets.length - shown.length}`];
}

/**
 * A record without anything that tells who a customer is, any secret or link.
 * @throws ZodError for what no entry may hold.
 */
export function checkRecord(record: AuditRecord): CheckedRecord {
  const { providerRequestId, ...rest } = record;
  return Checked.parse({
    ...rest,
    principal: plainOrDigest(record.principal),
    targets: plainTargets(record.targets),
    ...(providerRequestId === undefined
      ? {}
      : { providerRequestId: plainOrDigest(providerRequestId) }),
  });
}
