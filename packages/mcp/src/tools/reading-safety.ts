import type { Safety } from './tool.ts';

/** What every tool does that only looks, and only into the billing system. */
export const READING: Safety = {
  readOnlyHint: true,
  destructiveHint: false,
  idempotentHint: true,
  openWorldHint: false,
};
