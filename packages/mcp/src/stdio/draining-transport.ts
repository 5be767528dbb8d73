import type {
  JSONRPCMessage,
  MessageExtraInfo,
  RequestId,
  Transport,
} from '@modelcontextprotocol/server';

/** Requests that are answered when they end, which may be never. */
const LASTING = 'subscriptions/listen';

/** A transport that knows which requests still wait for their answer. */
export class DrainingTransport implements Transport {
  onclose?: () => void;
  onerror?: (error: Error) => void;
  onmessage?: <Message extends JSONRPCMessage>(message: Message, extra?: MessageExtraInfo) => void;
  readonly #wire: Transport;
  readonly #waiting = new Set<RequestId>();
  #drained = Promise.withResolvers<void>();

  constructor(wire: Transport) {
    this.#wire = wire;
  }

  async start(): Promise<void> {
    this.#wire.onmessage = (message, extra) => {
      this.#notice(message);
      this.onmessage?.(message, extra);
    };
    this.#wire.onerror = (error) => this.onerror?.(error);
    this.#wire.onclose = () => this.onclose?.();
    await this.#wire.start();
  }

  async send(message: JSONRPCMessage): Promise<void> {
    await this.#wire.send(message);
    if (!('method' in message) && message.id !== undefined) this.#settle(message.id);
  }

  close(): Promise<void> {
    return this.#wire.close();
  }

  /** Resolves once every request that has come in is answered. */
  async drained(): Promise<void> {
    while (this.#waiting.size > 0) await this.#drained.promise;
  }

  #notice(message: JSONRPCMessage): void {
    if (!('method' in message)) return;
    if ('id' in message && message.method !== LASTING) this.#waiting.add(message.id);
    const { requestId } = (message.params ?? {}) as { requestId?: RequestId };
    const isCancelled = message.method === 'notifications/cancelled' && requestId !== undefined;
    // Nobody answers a request that was given up.
    if (isCancelled) this.#settle(requestId);
  }

  #settle(id: RequestId): void {
    this.#waiting.delete(id);
    if (this.#waiting.size > 0) return;
    this.#drained.resolve();
    this.#drained = Promise.withResolvers();
  }
}
