import {
  createRequestStateCodec,
  ProtocolError,
  ProtocolErrorCode,
} from '@modelcontextprotocol/server';
import type { ScenarioCall } from './scenario-tool.ts';

const codec = createRequestStateCodec<{ readonly round: number }>({
  key: new Uint8Array(32).fill(7),
  ttlSeconds: 60,
});

/** A state that nobody can change on its way through the client. */
export function sealState(round: number, { context }: ScenarioCall): Promise<string> {
  return codec.mint({ round }, context);
}

/**
 * The round that the state which came back is of; 0 where none came.
 * @throws ProtocolError for a state that was changed.
 */
export async function roundOf({ context }: ScenarioCall): Promise<number> {
  const state = context.mcpReq.requestState();
  if (state === undefined) return 0;
  try {
    return (await codec.verify(state as unknown as string, context)).round;
  } catch (cause) {
    const message = `The state is not what was sent: ${cause instanceof Error ? cause.message : cause}`;
    throw new ProtocolError(ProtocolErrorCode.InvalidParams, message);
  }
}
