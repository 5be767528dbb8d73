import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AccountFiles, accountFiles } from '../account-files.ts';
import type { EvalTask } from '../eval-task.ts';
import { runTask } from '../run-task.ts';
import { VENDOR_PROMPTS } from '../tasks/vendor-prompts.ts';
import { fakeEndpoint, type PreparedReply, type SeenRequest } from './fake-endpoint.ts';
import type { ModelEndpoint } from './model-endpoint.ts';
import { modelPlayer } from './model-player.ts';

const KEY = 'key-that-nobody-may-see';
const CREDITS = { customer: 'Beta User 789', kind: 'granted', amount: '50.00' };

const creditWallet = VENDOR_PROMPTS.tasks.find(({ name }) => name === 'credit-wallet') as EvalTask;

let files: AccountFiles;
beforeAll(async () => {
  files = await accountFiles();
});
afterAll(() => files.remove());

/** How each style says what a model says, and where it finds what a tool answered. */
const STYLES = {
  openai: {
    path: '/chat/completions',
    keyOf: ({ headers }: SeenRequest) => headers.authorization,
    key: `Bearer ${KEY}`,
    toolsOf: ({ body }: SeenRequest) =>
      body.tools.map((tool: { function: { name: string } }) => tool.function.name),
    firstWords: ({ body }: SeenRequest) => body.messages[1].content,
    lastResult: ({ body }: SeenRequest): string => body.messages.at(-1).content,
    call: (args: object, id: string) => ({
      choices: [
        {
          message: {
            role: 'assistant',
            content: null,
            tool_calls: [
              {
                id,
                type: 'function',
                function: { name: 'add_credits', arguments: JSON.stringify(args) },
              },
            ],
          },
        },
      ],
    }),
    words: (content: string) => ({ choices: [{ message: { role: 'assistant', content } }] }),
  },
  anthropic: {
    path: '/v1/messages',
    keyOf: ({ headers }: SeenRequest) => headers['x-api-key'],
    key: KEY,
    toolsOf: ({ body }: SeenRequest) => body.tools.map(({ name }: { name: string }) => name),
    firstWords: ({ body }: SeenRequest) => body.messages[0].content,
    lastResult: ({ body }: SeenRequest): string => body.messages.at(-1).content[0].content,
    call: (input: object, id: string) => ({
      content: [
        { type: 'text', text: 'I add the credits.' },
        { type: 'tool_use', id, name: 'add_credits', input },
      ],
    }),
    words: (text: string) => ({ content: [{ type: 'text', text }] }),
  },
} as const;

describe.each(['openai', 'anthropic'] as const)('E: a model that speaks as %s does', (style) => {
  const speech = STYLES[style];
  const endpointAt = (url: string): ModelEndpoint => ({
    style,
    baseUrl: url,
    model: 'fake',
    key: KEY,
  });

  /** Previews, confirms with the token of the preview, and says that it is done. */
  function careful(request: SeenRequest, count: number): PreparedReply {
    if (count === 1) return { body: speech.call(CREDITS, 'call-1') };
    if (count > 2) return { body: speech.words('Done: 50.00 USD.') };
    const token = /confirm_token: (\S+)/.exec(speech.lastResult(request))?.[1];
    return { body: speech.call({ ...CREDITS, confirm_token: token }, 'call-2') };
  }

  it('passes a task when it calls the right tools', async () => {
    const { url, seen } = await fakeEndpoint(careful);
    const { problems } = await runTask(creditWallet, files, modelPlayer(endpointAt(url)));
    expect(problems).toEqual([]);
    expect(seen.map(({ path }) => path)).toEqual([speech.path, speech.path, speech.path]);
    expect(seen.every((request) => speech.keyOf(request) === speech.key)).toBe(true);
    const [first] = seen as [SeenRequest];
    expect(speech.firstWords(first)).toBe(creditWallet.prompt);
    expect(speech.toolsOf(first)).toContain('add_credits');
  });

  it('fails a task when it only talks', async () => {
    const { url } = await fakeEndpoint(() => ({ body: speech.words('Done.') }));
    const { problems } = await runTask(creditWallet, files, modelPlayer(endpointAt(url)));
    expect(problems).toEqual(['The balance is [] instead of ["50.00"].']);
  });

  it('is stopped when it goes round in circles', async () => {
    const { url, seen } = await fakeEndpoint((_, count) => ({
      body: speech.call({ customer: 'nobody', kind: 'granted', amount: '1.00' }, `call-${count}`),
    }));
    const { problems } = await runTask(creditWallet, files, modelPlayer(endpointAt(url)));
    expect(problems).not.toEqual([]);
    expect(seen).toHaveLength(20);
  });

  it('is asked again when the endpoint is busy', async () => {
    const { url, seen } = await fakeEndpoint((request, count) =>
      count === 1 ? { status: 429, body: { error: 'busy' } } : careful(request, count - 1),
    );
    const { problems } = await runTask(creditWallet, files, modelPlayer(endpointAt(url)));
    expect(problems).toEqual([]);
    expect(seen).toHaveLength(4);
  });

  it('does not show the key when the endpoint repeats it in an error', async () => {
    const { url } = await fakeEndpoint(() => ({ status: 401, body: { error: `bad key ${KEY}` } }));
    const failure = await runTask(creditWallet, files, modelPlayer(endpointAt(url))).catch(
      (error: unknown) => error,
    );
    expect(String(failure)).toMatch(/answered 401: .*bad key …/);
    expect(String(failure)).not.toContain(KEY);
  });
});
