import type { JobQueue } from '../../machinery/job-queue.ts';
import type { Fields } from '../../machinery/json-fields.ts';
import type { LagoState } from '../state.ts';
import { railsJson } from './rails-json.ts';
import { type WebhookEndpoint, wants } from './webhook-endpoints.ts';
import { WebhookSigner } from './webhook-signer.ts';

/** The only answers that count as received (`facts/lago.md §c`). */
const RECEIVED = new Set([200, 201, 202, 204]);

const TIMEOUT_MS = 30_000;

/** A webhook that was put on its way to one endpoint, and what became of it. */
export interface SentWebhook {
  /** The same on every attempt, another one for each endpoint. */
  readonly uniqueKey: string;
  /** Lago's name of what happened, such as `invoice.created`. */
  readonly webhookType: string;
  /** Where it goes. */
  readonly endpoint: WebhookEndpoint;
  /** The text that is sent and signed: as things were when it was put on its way. */
  readonly body: string;
  /** `pending` until an attempt is answered with success, or the last one has failed. */
  status: 'pending' | 'succeeded' | 'failed';
  /** What the endpoint answered to each attempt: a status, or why there was none. */
  readonly answers: (number | string)[];
}

/** Delivers webhooks to the endpoints of the account, at least once and in no sure order. */
export class WebhookSender {
  readonly #state: LagoState;
  readonly signer: WebhookSigner;
  /** Apart from other work, so that a slow receiver holds up nothing else. */
  readonly queue: JobQueue;
  /** Endpoints by Lago's id, in the order in which they were made. */
  readonly endpoints = new Map<string, WebhookEndpoint>();
  /** Everything that was sent since the account began. */
  readonly deliveries: SentWebhook[] = [];

  constructor(state: LagoState, queue: JobQueue, hmacKey: string) {
    this.#state = state;
    this.queue = queue;
    this.signer = new WebhookSigner(hmacKey);
  }

  /** Puts a webhook of this type, about an object of this type, on its way to every endpoint. */
  send(webhookType: string, objectType: string, object: Fields): void {
    const endpoints = [...this.endpoints.values()].filter((each) => wants(each, webhookType));
    if (endpoints.length === 0) return;
    const { organizationId } = this.#state;
    const body = railsJson({
      webhook_type: webhookType,
      object_type: objectType,
      organization_id: organizationId,
      [objectType]: object,
    });
    for (const endpoint of endpoints) this.#deliver(webhookType, endpoint, body);
  }

  #deliver(webhookType: string, endpoint: WebhookEndpoint, body: string): void {
    const uniqueKey = this.#state.ids.next();
    const delivery: SentWebhook = {
      uniqueKey,
      webhookType,
      endpoint,
      body,
      /** `pending` until an attempt is answered with success, or the last one has failed. */
      status: 'pending',
      answers: [],
    };
    this.deliveries.push(delivery);
    this.queue.add(`webhook ${webhookType}`, () => this.#attempt(delivery));
    if (this.#state.faults.hits('duplicate_webhook')) {
      this.queue.add(`webhook ${webhookType} twice`, async () => {
        await this.#post(delivery);
      });
    }
  }

  /** Tries, and tries again later while attempts are left. */
  async #attempt(delivery: SentWebhook): Promise<void> {
    // An endpoint that was deleted gets nothing more.
    if (!this.endpoints.has(delivery.endpoint.lagoId)) {
      delivery.status = 'failed';
      return;
    }
    const answer = await this.#post(delivery);
    delivery.answers.push(answer);
    if (typeof answer === 'number' && RECEIVED.has(answer)) {
      delivery.status = 'succeeded';
      return;
    }
    const waitMs = this.#state.switches.webhookWaitsMs[delivery.answers.length - 1];
    if (waitMs === undefined) delivery.status = 'failed';
    else {
      const again = () => this.#attempt(delivery);
      this.queue.add(`webhook ${delivery.webhookType} once more`, again, waitMs);
    }
  }

  /** The status that the endpoint answers, or why it answers none. */
  async #post({ endpoint, uniqueKey, body }: SentWebhook): Promise<number | string> {
    const signature = await this.signer.sign(endpoint.algorithm, body, this.#state.url);
    try {
      const response = await fetch(endpoint.url, {
        method: 'POST',
        redirect: 'manual',
        body,
        signal: AbortSignal.timeout(TIMEOUT_MS),
        headers: {
          'content-type': 'application/json',
          'x-lago-signature': signature,
          'x-lago-signature-algorithm': endpoint.algorithm,
          'x-lago-unique-key': uniqueKey,
        },
      });
      await response.body?.cancel();
      return response.status;
    } catch (error) {
      // What the receiver does is its own affair: it is noted, and tried again.
      return error instanceof Error ? error.message : String(error);
    }
  }
}
