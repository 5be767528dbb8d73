import {
  acceptedContent,
  completable,
  inputRequired,
  type McpServer,
  type PromptMessage,
} from '@modelcontextprotocol/server';
import { z } from 'zod';
import { askFor } from './questions.ts';
import { RED_PIXEL, text } from './samples.ts';

const says = (words: string): PromptMessage => ({ role: 'user', content: text(words) });

const completed = () => completable(z.string(), (typed) => [`${typed}is`, `${typed}k`]);

/** Registers the prompts that the scenarios get. */
export function registerScenarioPrompts(server: McpServer): void {
  server.registerPrompt('test_simple_prompt', { description: 'A simple prompt.' }, () => ({
    messages: [says('This is a simple prompt for testing.')],
  }));
  server.registerPrompt(
    'test_prompt_with_arguments',
    {
      description: 'A prompt with arguments.',
      argsSchema: z.object({ arg1: completed(), arg2: completed() }),
    },
    ({ arg1, arg2 }) => ({
      messages: [says(`Prompt with arguments: arg1='${arg1}', arg2='${arg2}'`)],
    }),
  );
  server.registerPrompt(
    'test_prompt_with_embedded_resource',
    { description: 'A prompt with a resource.', argsSchema: z.object({ resourceUri: z.string() }) },
    ({ resourceUri }) => ({
      messages: [
        {
          role: 'user',
          content: {
            type: 'resource',
            resource: {
              uri: resourceUri,
              mimeType: 'text/plain',
              text: 'Embedded resource content for testing.',
            },
          },
        },
        says('Please process the embedded resource above.'),
      ],
    }),
  );
  server.registerPrompt(
    'test_prompt_with_image',
    { description: 'A prompt with an image.' },
    () => ({
      messages: [
        { role: 'user', content: { type: 'image', data: RED_PIXEL, mimeType: 'image/png' } },
        says('Please analyze the image above.'),
      ],
    }),
  );
  server.registerPrompt(
    'test_input_required_result_prompt',
    { description: 'A prompt that asks first.' },
    ({ mcpReq }) => {
      const given = acceptedContent(mcpReq.inputResponses, 'user_context')?.context;
      if (typeof given === 'string') return { messages: [says(`Use the context ${given}.`)] };
      const question = askFor('What context should the prompt use?', 'context', 'string');
      return inputRequired({ inputRequests: { user_context: question } });
    },
  );
}
