/** A tool as a model is told of it. */
export interface OfferedTool {
  readonly name: string;
  readonly description: string;
  /** JSON Schema of its arguments. */
  readonly schema: object;
}

/** A call that a model wants made. */
export interface WantedCall {
  readonly id: string;
  readonly tool: string;
  readonly args: Readonly<Record<string, unknown>>;
}

/** What came of such a call. */
export interface CallResult {
  readonly id: string;
  readonly text: string;
  readonly isError: boolean;
}

/** What a model says: words, calls or both. Without calls it is done. */
export interface Turn {
  readonly text: string;
  readonly calls: readonly WantedCall[];
}

/** A conversation with a model. It keeps what was said. */
export interface Chat {
  /** Says the first words, or hands over the results of the calls of the last turn. */
  next(said: string | readonly CallResult[]): Promise<Turn>;
}

/** What a conversation begins with. */
export interface ChatStart {
  readonly system: string;
  readonly tools: readonly OfferedTool[];
}

/** Arguments as an object; a model may write anything. */
export function argumentsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : { arguments: value };
}
