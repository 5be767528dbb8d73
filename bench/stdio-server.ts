import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Writable } from 'node:stream';

/** How a server is started. */
export interface StdioCommand {
  /** The script, and what follows it. */
  readonly args: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  /** Where its standard error goes; to this process when absent. */
  readonly stderr?: 'inherit' | 'ignore' | 'pipe';
}

// biome-ignore lint/suspicious/noExplicitAny: answers of many methods and servers
type Result = any;

/** Tells, when asked by a signal, what is in use after what is not has been thrown away. */
const TELL_HEAP = 'process.on("SIGUSR2",()=>{gc();console.error(process.memoryUsage().heapUsed)})';

/** What a server is started with whose heap is to be measured; its standard error is `pipe`. */
export const HEAP_FLAGS = ['--expose-gc', '--import', `data:text/javascript,${TELL_HEAP}`] as const;

const PATIENCE_MS = 20_000;

/** An MCP server in a process of its own, spoken to line by line: no client's own time is measured. */
export class StdioServer {
  readonly #child: ChildProcess;
  readonly #stdin: Writable;
  readonly #waiting = new Map<number, (message: Result) => void>();
  #lastId = 0;

  constructor({ args, environment = {}, stderr = 'inherit' }: StdioCommand) {
    const child = spawn(process.execPath, [...args], {
      env: { ...environment },
      stdio: ['pipe', 'pipe', stderr],
    });
    const { stdin, stdout } = child;
    if (stdin === null || stdout === null) throw new Error('The server has no standard streams.');
    this.#child = child;
    this.#stdin = stdin;
    createInterface(stdout).on('line', (line) => {
      const message = JSON.parse(line);
      this.#waiting.get(message.id)?.(message);
      this.#waiting.delete(message.id);
    });
  }

  /** Sends a request and brings its result. */
  async request(method: string, params: object = {}): Promise<Result> {
    const id = ++this.#lastId;
    const { promise, resolve, reject } = Promise.withResolvers<Result>();
    this.#waiting.set(id, resolve);
    const timer = setTimeout(() => reject(new Error(`${method}: no answer.`)), PATIENCE_MS);
    this.#stdin.write(`${JSON.stringify({ jsonrpc: '2.0', id, method, params })}\n`);
    const message = await promise.finally(() => clearTimeout(timer));
    if (message.error !== undefined) throw new Error(`${method}: ${message.error.message}`);
    return message.result;
  }

  /** Opens the conversation, as a client of revision 2025-11-25 does. */
  async initialize(): Promise<Result> {
    const opened = await this.request('initialize', {
      protocolVersion: '2025-11-25',
      capabilities: {},
      clientInfo: { name: 'bench', version: '1.0.0' },
    });
    this.#stdin.write(
      `${JSON.stringify({ jsonrpc: '2.0', method: 'notifications/initialized' })}\n`,
    );
    return opened;
  }

  /** Calls a tool. @throws Error with its words when it fails */
  async call(name: string, args: object): Promise<Result> {
    const result = await this.request('tools/call', { name, arguments: args });
    if (result.isError === true) throw new Error(`${name}: ${result.content?.[0]?.text}`);
    return result;
  }

  /** Memory of the process in megabytes, as the system counts it. */
  get megabytes(): number {
    const pid = String(this.#child.pid);
    return Number(execFileSync('ps', ['-o', 'rss=', '-p', pid], { encoding: 'utf8' })) / 1024;
  }

  /** Megabytes that are in use, of a server that was started with {@link HEAP_FLAGS}. */
  async heapMegabytes(): Promise<number> {
    const { stderr } = this.#child;
    if (stderr === null) throw new Error('The standard error of the server is not piped.');
    const told = once(stderr, 'data');
    this.#child.kill('SIGUSR2');
    return Number(String((await told)[0])) / 1e6;
  }

  /** Ends the process. */
  async close(): Promise<void> {
    const gone = once(this.#child, 'exit');
    this.#stdin.end();
    this.#child.kill();
    await gone;
  }
}
