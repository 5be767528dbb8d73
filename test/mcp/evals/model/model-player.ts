import { toInstant } from '@billport/core';
import type { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { NOW } from '../account.ts';
import type { Player } from '../run-task.ts';
import { toolUser } from '../tool-user.ts';
import { anthropicChat } from './anthropic-chat.ts';
import type { CallResult, Chat, ChatStart, OfferedTool, WantedCall } from './chat.ts';
import type { ModelEndpoint } from './model-endpoint.ts';
import { openaiChat } from './openai-chat.ts';

/** Most turns of a task: a model that goes round in circles has failed. */
const MOST_TURNS = 20;

const CHATS: Readonly<
  Record<ModelEndpoint['style'], (endpoint: ModelEndpoint, start: ChatStart) => Chat>
> = { openai: openaiChat, anthropic: anthropicChat };

const SYSTEM = `You do the billing of a company with the tools that you have. It is ${NOW}.
Nobody can answer questions: when something is unclear, say so and do nothing. When a tool returns a preview that is exactly what was asked for, the person agrees: repeat the call with its confirm_token.
End with a short answer that holds the numbers, names or keys that were asked for.`;

async function offeredTools(client: Client): Promise<OfferedTool[]> {
  const { tools } = await client.listTools();
  return tools.map(({ name, description = '', inputSchema }) => ({
    name,
    description,
    schema: inputSchema,
  }));
}

/** Lets a model play tasks: it gets the prompt and the tools, and its calls are made until it is done. */
export function modelPlayer(endpoint: ModelEndpoint): Player {
  return async ({ task, client, calls }) => {
    const user = toolUser(client, toInstant(NOW), calls);
    const make = async ({ id, tool, args }: WantedCall): Promise<CallResult> => {
      const { text, isError } = await user.call(tool, args);
      return { id, text, isError };
    };
    const instructions = client.getInstructions() ?? '';
    const chat = CHATS[endpoint.style](endpoint, {
      system: `${SYSTEM}\n\n${instructions}`,
      tools: await offeredTools(client),
    });
    let turn = await chat.next(task.prompt);
    for (let count = 1; turn.calls.length > 0 && count < MOST_TURNS; count++) {
      const results: CallResult[] = [];
      for (const call of turn.calls) results.push(await make(call));
      turn = await chat.next(results);
    }
    return turn.text;
  };
}
