import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

const CLI = fileURLToPath(new URL('./cli.ts', import.meta.url));

/** A message of the server. */
interface Reply {
  readonly jsonrpc: string;
  readonly id?: number;
  readonly result?: Record<string, unknown>;
}

/** The command as a process of its own, spoken to as a client of 2025 does. */
export class CommandProcess {
  readonly child: ChildProcessWithoutNullStreams;
  /** Every line of standard output so far. */
  readonly lines: string[] = [];
  /** Standard error so far. */
  errors = '';
  readonly #waiting = new Map<number, (reply: Reply) => void>();
  readonly #exit: Promise<unknown[]>;
  #lastId = 0;

  /** Nothing of the environment of the tests is passed on: no credential, no proxy. */
  constructor(args: readonly string[], environment: Readonly<Record<string, string>> = {}) {
    const options = { env: { ...environment } };
    this.child = spawn(process.execPath, ['--conditions=source', CLI, ...args], options);
    this.#exit = once(this.child, 'close');
    this.child.stderr.on('data', (text) => {
      this.errors += text;
    });
    createInterface(this.child.stdout).on('line', (line) => this.#read(line));
    onTestFinished(() => void this.child.kill('SIGKILL'));
  }

  #read(line: string): void {
    this.lines.push(line);
    const reply: Reply | undefined = line.startsWith('{') ? JSON.parse(line) : undefined;
    if (reply?.id !== undefined) this.#waiting.get(reply.id)?.(reply);
  }

  async #endedBefore(what: string): Promise<never> {
    await this.#exit;
    throw new Error(`The command ended before ${what}: ${this.errors}`);
  }

  /** Sends a request and waits for its result; rejects when the command ends without it. */
  async ask(method: string, params: object = {}): Promise<Record<string, unknown>> {
    const id = ++this.#lastId;
    const reply = new Promise<Reply>((resolve) => this.#waiting.set(id, resolve));
    this.child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', id, method, params })}\n`);
    return (await Promise.race([reply, this.#endedBefore(`an answer to ${method}`)])).result ?? {};
  }

  /** Says hello. */
  async connect(): Promise<void> {
    const clientInfo = { name: 'test', version: '1' };
    await this.ask('initialize', { protocolVersion: '2025-11-25', capabilities: {}, clientInfo });
    this.child.stdin.write('{"jsonrpc":"2.0","method":"notifications/initialized"}\n');
  }

  /** Calls a tool. */
  call(name: string, args: object = {}): Promise<Record<string, unknown>> {
    return this.ask('tools/call', { name, arguments: args });
  }

  /** Names of the tools that are listed. */
  async tools(): Promise<string[]> {
    const { tools } = await this.ask('tools/list');
    return (tools as { name: string }[]).map(({ name }) => name);
  }

  /** Waits until standard error holds this, and gives what was found. */
  async told(pattern: RegExp): Promise<string> {
    let found = pattern.exec(this.errors);
    while (found === null) {
      await Promise.race([once(this.child.stderr, 'data'), this.#endedBefore(String(pattern))]);
      found = pattern.exec(this.errors);
    }
    return found[0];
  }

  /** Waits for the end of the process and of its output. */
  async exit(): Promise<number | null> {
    const [code] = await this.#exit;
    return code as number | null;
  }
}
