import type { FaultList } from '../../machinery/faults/fault-list.ts';
import type { JobQueue } from '../../machinery/job-queue.ts';
import type { WebhookSubscription, WebhookType } from './webhook-subscriptions.ts';

const TIMEOUT_MS = 30_000;

/** A webhook that was put on its way, and what became of it. */
export interface SentWebhook {
  readonly webhookType: WebhookType;
  /** Where it goes. */
  readonly subscription: WebhookSubscription;
  /** The text that is sent: as things were when it was put on its way. */
  readonly body: string;
  /** What was answered to each time it was sent: a status, or why there was none. */
  readonly answers: (number | string)[];
}

/**
 * Delivers webhooks to whoever subscribed to them. Nobody knows of further attempts by Paigo
 * (`facts/paigo.md §3.10`), so each is tried once.
 */
export class WebhookSender {
  readonly #faults: FaultList;
  /** Apart from other work, so that a slow receiver holds up nothing else. */
  readonly queue: JobQueue;
  /** By id, in the order in which they were made. */
  readonly subscriptions = new Map<string, WebhookSubscription>();
  /** Everything that was sent since the account began. */
  readonly deliveries: SentWebhook[] = [];

  constructor(faults: FaultList, queue: JobQueue) {
    this.#faults = faults;
    this.queue = queue;
  }

  /** Those who asked for webhooks of this type. */
  subscribersOf(webhookType: WebhookType): WebhookSubscription[] {
    return [...this.subscriptions.values()].filter((each) => each.webhookType === webhookType);
  }

  /**
   * Puts a webhook on its way to every subscriber.
   * @param offeringId The offering that it is about, where it is about one.
   */
  send(webhookType: WebhookType, payload: object, offeringId?: string): void {
    for (const subscription of this.subscribersOf(webhookType)) {
      const isMeant =
        subscription.offeringId === undefined || subscription.offeringId === offeringId;
      if (isMeant) this.#deliver({ webhookType, subscription, body: JSON.stringify(payload) });
    }
  }

  #deliver(webhook: Omit<SentWebhook, 'answers'>): void {
    const delivery: SentWebhook = { ...webhook, answers: [] };
    this.deliveries.push(delivery);
    const times = this.#faults.hits('duplicate_webhook') ? 2 : 1;
    for (let time = 0; time < times; time++) {
      this.queue.add(`webhook ${webhook.webhookType}`, async () => {
        delivery.answers.push(await this.#post(delivery));
      });
    }
  }

  /** The status that the receiver answers, or why it answers none. */
  async #post({ subscription, body }: SentWebhook): Promise<number | string> {
    const { id, hookUrl, securityKey } = subscription;
    if (!this.subscriptions.has(id)) return 'The subscription was deleted.';
    try {
      const response = await fetch(hookUrl, {
        method: 'POST',
        redirect: 'manual',
        body,
        signal: AbortSignal.timeout(TIMEOUT_MS),
        headers: {
          'content-type': 'application/json',
          ...(securityKey !== undefined && { 'X-Paigo-Security': securityKey }),
        },
      });
      await response.body?.cancel();
      return response.status;
    } catch (error) {
      // What the receiver does is its own affair: it is noted.
      return error instanceof Error ? error.message : String(error);
    }
  }
}
