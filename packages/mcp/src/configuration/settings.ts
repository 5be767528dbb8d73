import type { Toolset } from '../tools/tool.ts';

/** What happens to a change that needs consent (`facts/mcp.md §e.3 D5`). */
export const POLICIES = ['block', 'confirm', 'allow'] as const;

/** One of them. */
export type Policy = (typeof POLICIES)[number];

/** How much of what tells who somebody is leaves the server. */
export const PII_POLICIES = ['full', 'masked', 'none'] as const;

/** One of them. */
export type PiiPolicy = (typeof PII_POLICIES)[number];

/** How the server behaves, whatever it is spoken to over. */
export interface Settings {
  /** In the order of `TOOLSETS`. */
  readonly toolsets: readonly Toolset[];
  /** Single tools beside those of the toolsets. */
  readonly tools: readonly string[];
  readonly excludedTools: readonly string[];
  /** Beats everything else: no tool that changes anything is there. */
  readonly readOnly: boolean;
  readonly policy: Policy;
  readonly pii: PiiPolicy;
  /** Most that one change may move, by currency: `{ USD: '500.00' }`; `*` for all others. */
  readonly maxAmount: Readonly<Record<string, string>>;
  /** Most money that may move in an hour, by currency, for one principal. */
  readonly maxAmountPerHour: Readonly<Record<string, string>>;
  /** Most changes that need consent in an hour, for one principal. */
  readonly maxChangesPerHour: number;
  /** Most calls in a minute, for one principal and one tool. */
  readonly maxCallsPerMinute: number;
  /** Where the audit log is written; undefined for none. */
  readonly auditFile: string | undefined;
  /** While this file is there, every call is refused. */
  readonly killSwitchFile: string | undefined;
}
