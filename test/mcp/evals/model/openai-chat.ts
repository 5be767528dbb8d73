import { z } from 'zod';
import { argumentsOf, type Chat, type ChatStart } from './chat.ts';
import type { ModelEndpoint } from './model-endpoint.ts';
import { postJson } from './post-json.ts';

const Message = z.looseObject({
  content: z.string().nullish(),
  tool_calls: z
    .array(
      z.looseObject({
        id: z.string(),
        function: z.looseObject({ name: z.string(), arguments: z.string() }),
      }),
    )
    .nullish(),
});

const Reply = z.looseObject({ choices: z.array(z.looseObject({ message: Message })).min(1) });

function parsed(text: string): unknown {
  try {
    return JSON.parse(text || '{}');
  } catch {
    // What is no JSON goes to the server as it is, which refuses it in words for the model.
    return text;
  }
}

/** A conversation over `/chat/completions`, as OpenAI and those compatible with it speak. */
export function openaiChat(endpoint: ModelEndpoint, { system, tools }: ChatStart): Chat {
  const { baseUrl, key, model } = endpoint;
  const messages: object[] = [{ role: 'system', content: system }];
  const offered = tools.map(({ name, description, schema }) => ({
    type: 'function',
    function: { name, description, parameters: schema },
  }));
  return {
    async next(said) {
      if (typeof said === 'string') messages.push({ role: 'user', content: said });
      else {
        messages.push(
          ...said.map(({ id, text }) => ({ role: 'tool', tool_call_id: id, content: text })),
        );
      }
      const reply = await postJson({
        url: `${baseUrl}/chat/completions`,
        headers: { authorization: `Bearer ${key}` },
        body: { model, messages, tools: offered },
        key,
      });
      const { message } = Reply.parse(reply).choices[0] ?? { message: {} };
      messages.push(message);
      const calls = (message.tool_calls ?? []).map((call) => ({
        id: call.id,
        tool: call.function.name,
        args: argumentsOf(parsed(call.function.arguments)),
      }));
      return { text: message.content ?? '', calls };
    },
  };
}
