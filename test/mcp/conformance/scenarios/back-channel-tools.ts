import type { ElicitRequestFormParams } from '@modelcontextprotocol/server';
import { text } from './samples.ts';
import type { ScenarioCall, ScenarioTools } from './scenario-tool.ts';

type Schema = ElicitRequestFormParams['requestedSchema'];

const argument = (name: string) => ({
  type: 'object' as const,
  properties: { [name]: { type: 'string' } },
  required: [name],
});

const cannot = (what: string) => ({
  isError: true,
  content: [text(`The client did not say that it can do ${what}.`)],
});

const elicits = (requestedSchema: Schema) => async (call: ScenarioCall) => {
  if (call.declared?.elicitation === undefined) return cannot('elicitation');
  const { action, content } = await call.context.mcpReq.elicitInput({
    message: String(call.args.message ?? 'Please fill in the form.'),
    requestedSchema,
  });
  return { content: [text(`action=${action}, content=${JSON.stringify(content ?? {})}`)] };
};

const user = { username: { type: 'string' }, email: { type: 'string' } } as const;

/** Tools that call the client back while they run, as it was done before 2026-07-28. */
export const BACK_CHANNEL_TOOLS: ScenarioTools = {
  test_sampling: {
    description: 'Asks the model of the client.',
    inputSchema: argument('prompt'),
    call: async ({ args, context, declared }) => {
      if (declared?.sampling === undefined) return cannot('sampling');
      const prompt = { type: 'text' as const, text: String(args.prompt) };
      const { content } = await context.mcpReq.requestSampling({
        messages: [{ role: 'user', content: prompt }],
        maxTokens: 100,
      });
      return { content: [text(`LLM response: ${JSON.stringify(content)}`)] };
    },
  },
  test_elicitation: {
    description: 'Asks for a user.',
    inputSchema: argument('message'),
    call: elicits({ type: 'object', properties: user, required: ['username', 'email'] }),
  },
  test_elicitation_sep1034_defaults: {
    description: 'Asks with defaults.',
    call: elicits({
      type: 'object',
      properties: {
        name: { type: 'string', default: 'John Doe' },
        age: { type: 'integer', default: 30 },
        score: { type: 'number', default: 95.5 },
        status: { type: 'string', enum: ['active', 'inactive', 'pending'], default: 'active' },
        verified: { type: 'boolean', default: true },
      },
    }),
  },
  test_elicitation_sep1330_enums: {
    description: 'Asks to choose.',
    call: elicits({
      type: 'object',
      properties: {
        one: { type: 'string', enum: ['option1', 'option2'] },
        titled: { type: 'string', oneOf: [{ const: 'value1', title: 'First Option' }] },
        legacy: { type: 'string', enum: ['opt1'], enumNames: ['Option One'] },
        many: { type: 'array', items: { type: 'string', enum: ['option1', 'option2'] } },
        titledMany: {
          type: 'array',
          items: { anyOf: [{ const: 'value1', title: 'First Choice' }] },
        },
      },
    }),
  },
};
