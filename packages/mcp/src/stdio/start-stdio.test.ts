import { PassThrough } from 'node:stream';
import { McpServer } from '@modelcontextprotocol/server';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { startStdio } from './start-stdio.ts';

const HELLO = {
  jsonrpc: '2.0',
  id: 0,
  method: 'initialize',
  params: {
    protocolVersion: '2025-11-25',
    capabilities: {},
    clientInfo: { name: 'test', version: '1' },
  },
};
const CALL = { jsonrpc: '2.0', method: 'tools/call', params: { name: 'wait', arguments: {} } };

/** A server whose only tool answers when it is let go. */
function serverOnStreams() {
  const started = Promise.withResolvers<void>();
  const release = Promise.withResolvers<void>();
  let signal: AbortSignal | undefined;
  const factory = () => {
    const server = new McpServer({ name: 'test', version: '1' });
    server.registerTool('wait', { inputSchema: z.object({}) }, async (_, { mcpReq }) => {
      signal = mcpReq.signal;
      started.resolve();
      await release.promise;
      return { content: [] };
    });
    return server;
  };
  const [stdin, stdout] = [new PassThrough(), new PassThrough()];
  let text = '';
  stdout.on('data', (chunk) => {
    text += chunk;
  });
  const onError = (error: Error) => expect.unreachable(error.message);
  const running = startStdio({ factory, stdin, stdout, onError });
  const ask = (...messages: object[]) => {
    for (const message of messages) stdin.write(`${JSON.stringify(message)}\n`);
  };
  const answered = () =>
    text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line).id);
  return {
    stdin,
    stdout,
    running,
    ask,
    answered,
    started,
    release,
    isAborted: () => signal?.aborted,
  };
}

describe('the end of a server on stdio', () => {
  it('P8: answers what came in before the input ended', async () => {
    const { stdin, running, ask, answered, started, release } = serverOnStreams();
    ask(HELLO, { ...CALL, id: 1 });
    stdin.end();
    await running.gone;
    const drained = running.drain(60_000);
    await started.promise;
    release.resolve();
    await drained;
    expect(answered()).toEqual([0, 1]);
  });

  it('P8: takes nothing more once it drains', async () => {
    const { running, ask, answered, started, release } = serverOnStreams();
    ask(HELLO, { ...CALL, id: 1 });
    await started.promise;
    const drained = running.drain(60_000);
    ask({ jsonrpc: '2.0', id: 2, method: 'ping' });
    release.resolve();
    await drained;
    expect(answered()).toEqual([0, 1]);
  });

  it('P8: gives up what takes too long, and tells it so', async () => {
    const { running, ask, answered, started, isAborted } = serverOnStreams();
    ask(HELLO, { ...CALL, id: 1 });
    await started.promise;
    await running.drain(1);
    expect(isAborted()).toBe(true);
    expect(answered()).toEqual([0]);
  });

  it('P6: does not wait for a call that was given up', async () => {
    const { running, ask, answered, started } = serverOnStreams();
    ask(HELLO, { ...CALL, id: 1 });
    await started.promise;
    ask({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 1 } });
    await running.drain(60_000);
    expect(answered()).toEqual([0]);
  });

  it('comes when nobody reads the output', async () => {
    const { stdout, running } = serverOnStreams();
    stdout.destroy();
    await expect(running.gone).resolves.toBeUndefined();
    await running.drain(1);
  });
});
