import type { Billing } from '@billport/core';
import type { Controls } from '../arguments/controls.ts';
import type { ToolCall } from '../tools/tool-call.ts';
import type { Attempt } from './attempt.ts';
import type { Serving } from './serving.ts';
import type { ToolRequest } from './tool-request.ts';

/** A call that was let in, and all that is known of it. */
export interface CurrentCall {
  readonly serving: Serving;
  readonly request: ToolRequest;
  readonly attempt: Attempt;
  readonly controls: Controls;
  /** Those of the tool, as its schema made them. */
  readonly args: never;
  /** The provider itself; `toolCall` has one that only reads. */
  readonly billing: Billing;
  readonly toolCall: ToolCall;
}
