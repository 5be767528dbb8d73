import { setTimeout } from 'node:timers/promises';
import { RED_PIXEL, SILENCE, text } from './samples.ts';
import type { ScenarioCall, ScenarioTools } from './scenario-tool.ts';

const STEP_MS = 20;

async function tellProgress({ context }: ScenarioCall): Promise<void> {
  const { _meta, notify } = context.mcpReq;
  for (const progress of [0, 50, 100]) {
    if (_meta?.progressToken !== undefined) {
      const params = { progressToken: _meta.progressToken, progress, total: 100 };
      await notify({ method: 'notifications/progress', params });
    }
    await setTimeout(STEP_MS);
  }
}

async function tellLog({ context }: ScenarioCall): Promise<void> {
  for (const what of ['started', 'goes on', 'completed']) {
    await context.mcpReq.log('info', `Tool ${what}`);
    await setTimeout(STEP_MS);
  }
}

/** Tools that answer content of each kind, tell how far they are, or fail. */
export const CONTENT_TOOLS: ScenarioTools = {
  test_simple_text: {
    description: 'Answers a text.',
    call: () => ({ content: [text('This is a simple text response for testing.')] }),
  },
  test_image_content: {
    description: 'Answers an image.',
    call: () => ({ content: [{ type: 'image', data: RED_PIXEL, mimeType: 'image/png' }] }),
  },
  test_audio_content: {
    description: 'Answers a sound.',
    call: () => ({ content: [{ type: 'audio', data: SILENCE, mimeType: 'audio/wav' }] }),
  },
  test_embedded_resource: {
    description: 'Answers a resource.',
    call: () => ({
      content: [
        {
          type: 'resource',
          resource: {
            uri: 'test://embedded-resource',
            mimeType: 'text/plain',
            text: 'This is an embedded resource content.',
          },
        },
      ],
    }),
  },
  test_multiple_content_types: {
    description: 'Answers a text, an image and a resource.',
    call: () => ({
      content: [
        text('Multiple content types test:'),
        { type: 'image', data: RED_PIXEL, mimeType: 'image/png' },
        {
          type: 'resource',
          resource: {
            uri: 'test://mixed-content-resource',
            mimeType: 'application/json',
            text: '{"test":"data","value":123}',
          },
        },
      ],
    }),
  },
  test_error_handling: {
    description: 'Fails.',
    call: () => ({
      isError: true,
      content: [text('This tool intentionally returns an error for testing')],
    }),
  },
  test_tool_with_progress: {
    description: 'Tells how far it is.',
    call: async (call) => {
      await tellProgress(call);
      return { content: [text('Done.')] };
    },
  },
  test_tool_with_logging: {
    description: 'Writes to the log of the client.',
    call: async (call) => {
      await tellLog(call);
      return { content: [text('Done.')] };
    },
  },
  test_logging_tool: {
    description: 'Writes to the log of the client, if it wants one.',
    call: async (call) => {
      await tellLog(call);
      return { content: [text('Done.')] };
    },
  },
  json_schema_2020_12_tool: {
    description: 'Has a schema with keywords of JSON Schema 2020-12.',
    inputSchema: {
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      type: 'object',
      $defs: {
        address: {
          $anchor: 'addressDef',
          type: 'object',
          properties: { street: { type: 'string' }, city: { type: 'string' } },
        },
      },
      properties: {
        name: { type: 'string' },
        address: { $ref: '#/$defs/address' },
        contactMethod: { type: 'string', enum: ['phone', 'email'] },
        phone: { type: 'string' },
        email: { type: 'string' },
      },
      allOf: [{ anyOf: [{ required: ['phone'] }, { required: ['email'] }] }],
      if: { properties: { contactMethod: { const: 'phone' } }, required: ['contactMethod'] },
      // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema.
      then: { required: ['phone'] },
      else: { required: ['email'] },
      additionalProperties: false,
    },
    call: () => ({ content: [text('Called.')] }),
  },
};
