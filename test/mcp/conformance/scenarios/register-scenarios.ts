import {
  type Tool as ListedTool,
  type McpServer,
  ProtocolError,
  ProtocolErrorCode,
} from '@modelcontextprotocol/server';
import { BACK_CHANNEL_TOOLS } from './back-channel-tools.ts';
import { CONTENT_TOOLS } from './content-tools.ts';
import { QUESTION_TOOLS } from './question-tools.ts';
import { registerScenarioPrompts } from './scenario-prompts.ts';
import { registerScenarioResources } from './scenario-resources.ts';
import type { ScenarioTools } from './scenario-tool.ts';

const TOOLS: ScenarioTools = { ...CONTENT_TOOLS, ...QUESTION_TOOLS, ...BACK_CHANNEL_TOOLS };

/**
 * What the scenarios of the conformance suite call by names of their own, on a server of the product:
 * the scenarios then try its transport, its handlers and what it makes of the protocol's messages.
 */
export function registerScenarios(server: McpServer): void {
  const { server: protocol } = server;
  registerScenarioResources(server);
  registerScenarioPrompts(server);
  protocol.registerCapabilities({ logging: {}, tools: {}, resources: { subscribe: true } });
  protocol.setRequestHandler('resources/subscribe', () => ({}));
  protocol.setRequestHandler('resources/unsubscribe', () => ({}));
  protocol.setRequestHandler('tools/list', () => ({
    tools: Object.entries(TOOLS).map(
      ([name, { description, inputSchema = { type: 'object' } as const }]) => ({
        name,
        description,
        inputSchema: inputSchema as ListedTool['inputSchema'],
      }),
    ),
  }));
  protocol.setRequestHandler('tools/call', ({ params }, context) => {
    const tool = TOOLS[params.name];
    if (tool === undefined) {
      throw new ProtocolError(ProtocolErrorCode.InvalidParams, 'There is no tool of this name.');
    }
    const declared = protocol.getClientCapabilities();
    return tool.call({ args: params.arguments ?? {}, context, declared });
  });
}
