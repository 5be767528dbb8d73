import {
  type CompleteRequest,
  type CompleteResult,
  type McpServer,
  ProtocolError,
  ProtocolErrorCode,
} from '@modelcontextprotocol/server';
import { findPrompt } from '../prompts/prompt-list.ts';
import { TEMPLATES, type TemplateName } from '../resources/resource-list.ts';
import { furtherHandler, type LookingServer, lookAs } from '../server/looking-server.ts';
import type { Completable } from './completable.ts';

type Reference = CompleteRequest['params']['ref'];

/** What the server itself has under a name: the kinds that its arguments complete to. */
type Arguments = Readonly<Record<string, Completable | undefined>>;

const TEMPLATE_KINDS: Readonly<Record<TemplateName, Arguments>> = {
  guide: { topic: 'topic' },
  customer: { key: 'customer' },
  invoice: { id: 'invoice' },
  plan: { code: 'plan' },
};

/** The arguments of a prompt or template of the server; undefined where it has no such one. */
function argumentsOf(ref: Reference, tools: readonly string[]): Arguments | undefined {
  if (ref.type === 'ref/resource') {
    const names = Object.keys(TEMPLATES) as TemplateName[];
    const name = names.find((each) => TEMPLATES[each].template.uriTemplate === ref.uri);
    return name === undefined ? undefined : TEMPLATE_KINDS[name];
  }
  const prompt = findPrompt(ref.name, tools);
  return (
    prompt && Object.fromEntries(prompt.arguments.map(({ name, completes }) => [name, completes]))
  );
}

/** Lets a server complete arguments of its prompts and of addresses of its resources. */
export function registerCompletions(mcp: McpServer, looking: LookingServer): void {
  mcp.server.registerCapabilities({ completions: {} });
  const further = furtherHandler<CompleteRequest, CompleteResult>(looking, 'completion/complete');

  mcp.server.setRequestHandler('completion/complete', async (request, context) => {
    const { ref, argument } = request.params;
    const known = argumentsOf(ref, looking.tools);
    if (known === undefined) {
      if (further !== undefined) return further(request, context);
      throw new ProtocolError(
        ProtocolErrorCode.InvalidParams,
        'There is no prompt or resource template of this name.',
      );
    }
    const kind = Object.hasOwn(known, argument.name) ? known[argument.name] : undefined;
    if (kind === undefined) return { completion: { values: [] } };
    const args = { ref, argument };
    return lookAs(looking, 'completion_complete', args, context, async (open) => {
      const { complete } = await import('./complete.ts');
      return { completion: await complete(kind, argument.value, open) };
    });
  });
}
