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
  idempotency_key: z.string().min(1).max(255).optional().describe('Same key: done once.'),
  ...ofEveryTool,
};

/** The controls that a tool takes, as the fields of a schema. */
export function controlsOf(kind: Tool['kind']): Readonly<Record<string, z.ZodType>> {
  return kind === 'reading' ? ofEveryTool : ofChangingTools;
}

/** Reads the controls of what the schema has let pass. */
export function toControls(given: Readonly<Record<string, unknown>>): Controls {
  return {
    dryRun: given.dry_run === true,
    confirmToken: given.confirm_token as string | undefined,
    idempotencyKey: given.idempotency_key as string | undefined,
    detailed: given.response_format === 'detailed',
  };
}
