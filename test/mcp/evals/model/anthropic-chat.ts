import { z } from 'zod';
import { argumentsOf, type Chat, type ChatStart } from './chat.ts';
import type { ModelEndpoint } from './model-endpoint.ts';
import { postJson } from './post-json.ts';

const Block = z.looseObject({
  type: z.string(),
  text: z.string().optional(),
  id: z.string().optional(),
  name: z.string().optional(),
  input: z.unknown().optional(),
});

const Reply = z.looseObject({ content: z.array(Block) });

const MAX_TOKENS = 4096;

/** A conversation over `/v1/messages`, as Anthropic and those compatible with it speak. */
export function anthropicChat(endpoint: ModelEndpoint, { system, tools }: ChatStart): Chat {
  const { baseUrl, key, model } = endpoint;
  const messages: object[] = [];
  const offered = tools.map(({ name, description, schema }) => ({
    name,
    description,
    input_schema: schema,
  }));
  return {
    async next(said) {
      const content =
        typeof said === 'string'
          ? said
          : said.map(({ id, text, isError }) => ({
              type: 'tool_result',
              tool_use_id: id,
              content: text,
              is_error: isError,
            }));
      messages.push({ role: 'user', content });
      const reply = await postJson({
        url: `${baseUrl}/v1/messages`,
        headers: { 'x-api-key': key, 'anthropic-version': '2023-06-01' },
        body: { model, system, messages, tools: offered, max_tokens: MAX_TOKENS },
        key,
      });
      const blocks = Reply.parse(reply).content;
      messages.push({ role: 'assistant', content: blocks });
      const calls = blocks.flatMap(({ type, id, name, input }) =>
        type === 'tool_use' && id !== undefined && name !== undefined
          ? [{ id, tool: name, args: argumentsOf(input) }]
          : [],
      );
      const text = blocks.flatMap(({ type, text }) => (type === 'text' && text ? [text] : []));
      return { text: text.join('\n'), calls };
    },
  };
}
