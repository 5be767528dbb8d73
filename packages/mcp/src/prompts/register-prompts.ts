import {
  type GetPromptRequest,
  type GetPromptResult,
  type InputRequiredResult,
  type ListPromptsRequest,
  type ListPromptsResult,
  type McpServer,
  ProtocolError,
  ProtocolErrorCode,
} from '@modelcontextprotocol/server';
import { furtherHandler, type LookingServer, lookAs } from '../server/looking-server.ts';
import { type DeclaredPrompt, findPrompt, promptsFor } from './prompt-list.ts';

/** A prompt as clients get it. */
function published({ needs: _, arguments: declared, ...prompt }: DeclaredPrompt) {
  return { ...prompt, arguments: declared.map(({ completes: __, ...argument }) => argument) };
}

function refuse(message: string): never {
  throw new ProtocolError(ProtocolErrorCode.InvalidParams, message);
}

/**
 * The arguments of a prompt; those that are empty count as absent.
 * @throws ProtocolError for one that is missing or that the prompt does not have.
 */
function checked(
  { name, arguments: declared }: DeclaredPrompt,
  given: Readonly<Record<string, string>>,
): Record<string, string> {
  const names = declared.map((argument) => argument.name);
  if (Object.keys(given).some((argument) => !names.includes(argument))) {
    refuse(`The arguments of ${name} are ${names.join(', ')}; there is another one.`);
  }
  const args = Object.fromEntries(Object.entries(given).filter(([, text]) => text.trim() !== ''));
  for (const { name: argument, required } of declared) {
    if (required && !Object.hasOwn(args, argument)) refuse(`${name} needs ${argument}.`);
  }
  return args;
}

/** Lets a server list its prompts and make them; their texts are loaded with the first one. */
export function registerPrompts(mcp: McpServer, looking: LookingServer): void {
  mcp.server.registerCapabilities({ prompts: { listChanged: false } });
  const furtherList = furtherHandler<ListPromptsRequest, ListPromptsResult>(
    looking,
    'prompts/list',
  );
  const furtherGet = furtherHandler<GetPromptRequest, GetPromptResult | InputRequiredResult>(
    looking,
    'prompts/get',
  );

  mcp.server.setRequestHandler('prompts/list', async (request, context) => {
    const more = (await furtherList?.(request, context))?.prompts ?? [];
    return { prompts: [...promptsFor(looking.tools).map(published), ...more] } as ListPromptsResult;
  });

  mcp.server.setRequestHandler('prompts/get', async (request, context) => {
    const { name, arguments: given = {} } = request.params;
    const prompt = findPrompt(name, looking.tools);
    if (prompt === undefined) {
      if (furtherGet !== undefined) return furtherGet(request, context);
      return refuse('There is no prompt of this name; prompts/list has all.');
    }
    const args = checked(prompt, given);
    return lookAs(looking, 'prompts_get', { name, args }, context, async () => {
      const { promptText } = await import('./prompt-text.ts');
      const text = promptText(prompt.name, args);
      return {
        description: prompt.description,
        messages: [{ role: 'user' as const, content: { type: 'text' as const, text } }],
      };
    });
  });
}
