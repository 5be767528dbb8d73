import type { Limits } from '@billport/core';
import type { Settings } from '../../configuration/settings.ts';

/** What guides are written for: this server and its provider. */
export interface GuideSubject {
  readonly settings: Settings;
  /** Names of the tools that the reader sees. */
  readonly tools: readonly string[];
  readonly limits: Limits;
}

/** A guide in Markdown. */
export type Guide = (subject: GuideSubject) => string;
