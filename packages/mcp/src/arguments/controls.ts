import { z } from 'zod';
import type { Tool } from '../tools/tool.ts';

/** What the server itself takes, beside the arguments of a tool. */
export interface Controls {
  /** Show what would happen, and do nothing. */
  readonly dryRun: boolean;
  /** From the preview that somebody agreed to. */
  readonly confirmToken: string | undefined;
  /** Names this change, so that it is made once. */
  readonly idempotencyKey: string | undefined;
  /** Whole objects, not the short ones. */
  readonly detailed: boolean;
}

const ofEveryTool = {
  response_format: z.enum(['concise', 'detailed']).optional(),
};

const ofChangingTools = {
  dry_run: z.boolean().optional(),
  confirm_token: z.string().min(1).max(4096).optional().describe('From the preview.'),
  idempotency_key: z.string().min(1).max(200).optional().describe('Same key: done once.'),
  ...ofEveryTool,
};

/** The controls that a tool takes, as the fields of a schema. */
export function controlsOf(kind: Tool['kind']): Readonly<Record<string, z.ZodType>> {
  return kind === 'reading' ? ofEveryTool : ofChangingTools;
}

/**
 * Reads the controls of what the schemas have let pass. A tool may declare `dry_run` itself with a
 * default of true; then a `confirm_token` says that it is meant.
 * @param usually what the tool's own schema makes of controls that are not given
 */
export function toControls(
  given: Readonly<Record<string, unknown>>,
  usually: Readonly<Record<string, unknown>>,
): Controls {
  const confirmToken = given.confirm_token as string | undefined;
  return {
    dryRun:
      given.dry_run === true ||
      (given.dry_run === undefined && usually.dry_run === true && confirmToken === undefined),
    confirmToken,
    idempotencyKey: given.idempotency_key as string | undefined,
    detailed: given.response_format === 'detailed',
  };
}
