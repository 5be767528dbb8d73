import { expect, it } from 'vitest';
import { holdConversation } from './hold-conversation.ts';
import { openServer } from './open-server.ts';

it.each(['embedded', 'lago', 'paigo'] as const)('%s', async (name) => {
  for (const a of await holdConversation(await openServer(name)))
    console.log(name, a.isError, a.tool, a.text);
});
