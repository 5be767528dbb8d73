import { toInstant } from '@billport/core';
import { createServerFactory, readSettings } from '@billport/mcp';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js';
import { ElicitRequestSchema } from '@modelcontextprotocol/sdk/types.js';
import { selectProvider } from 'billport';
import { type Account, NOW, openAccount } from './account.ts';
import type { AccountFiles } from './account-files.ts';
import type { EvalTask, MadeCall, Outcome, Script } from './eval-task.ts';
import { changedKeys, readState } from './provider-state.ts';
import { toolUser } from './tool-user.ts';

/** A task with what is wrong with it: nothing when it passed. */
export interface Score {
  readonly task: EvalTask;
  readonly problems: readonly string[];
}

/** What plays the task on a connected client: a script, or a model. */
export type Player = (scene: {
  readonly task: EvalTask;
  readonly client: Client;
  readonly calls: MadeCall[];
  readonly account: Account;
}) => Promise<string>;

/** A client that a person sits at, where the task has one. */
function clientOf({ person }: EvalTask): Client {
  const info = { name: 'evals', version: '1.0.0' };
  if (person === undefined) return new Client(info);
  const client = new Client(info, { capabilities: { elicitation: {} } });
  client.setRequestHandler(ElicitRequestSchema, () =>
    person === 'accepts'
      ? { action: 'accept' as const, content: { approve: true } }
      : { action: 'decline' as const },
  );
  return client;
}

async function connect(task: EvalTask, { engine, clock }: Account) {
  const environment = { BILLING_PROVIDER: 'embedded' };
  const serving = createServerFactory({
    choice: selectProvider(environment),
    settings: { ...readSettings(environment, { toolsets: 'all' }), ...task.settings },
    clock,
    billing: engine,
  });
  const server = await serving.factory({ era: 'legacy' });
  const client = clientOf(task);
  const [clientSide, serverSide] = InMemoryTransport.createLinkedPair();
  await server.connect(serverSide);
  await client.connect(clientSide);
  const close = async () => {
    await client.close();
    await serving.close();
  };
  return { client, close };
}

/** What is wrong with an outcome: changes of what should stay, calls where none are due, the rest. */
async function problemsOf(task: EvalTask, outcome: Outcome): Promise<readonly string[]> {
  const allowed = task.mayChange ?? [];
  const stray = outcome.changed.filter((key) => !allowed.some((each) => key.startsWith(each)));
  const idle = task.mayCall === false ? outcome.calls : [];
  return [
    ...stray.map((key) => `${key} was changed.`),
    ...idle.map(({ tool }) => `${tool} was called.`),
    ...((await task.check?.(outcome)) ?? []),
  ];
}

/** Plays a task on an account of its own, and scores what the provider holds afterwards. */
export async function runTask(task: EvalTask, files: AccountFiles, play: Player): Promise<Score> {
  const account = openAccount(files.fresh());
  const { engine } = account;
  try {
    await task.prepare?.(engine);
    const before = await readState(engine);
    const { client, close } = await connect(task, account);
    const calls: MadeCall[] = [];
    const answer = await play({ task, client, calls, account });
    await close();
    const changed = changedKeys(before, await readState(engine));
    const outcome = { billing: engine, changed, answer, calls };
    return { task, problems: await problemsOf(task, outcome) };
  } finally {
    await engine.close();
  }
}

/** Plays a script: the task's own when none is named. */
export function scripted(choose: (task: EvalTask) => Script = ({ script }) => script): Player {
  return ({ task, client, calls, account }) =>
    choose(task)(toolUser(client, toInstant(NOW), calls), account.engine);
}
