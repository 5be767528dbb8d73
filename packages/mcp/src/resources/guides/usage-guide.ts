import type { Limits } from '@billport/core';
import type { Guide } from './guide.ts';

const DEDUPLICATION: Readonly<Record<Limits['usage']['deduplication'], string>> = {
  id: 'an event is the same when its id is',
  id_and_timestamp: 'an event is the same when its id and its timestamp are: repeat it with both',
  none: 'this provider counts every event, also a repeated one: never send one twice',
};

/** How usage is recorded. */
export const usageGuide: Guide = ({ limits: { usage, aggregations } }) => `# Usage

- A metric says what is counted, a plan what it costs, a subscription who pays. An event is one piece of usage of a metric by a subscription.
- \`record_usage\` takes 1 to 100 events: \`{"events": [{"metric": "api_calls", "customer": "acme", "timestamp": "2026-03-05T08:00:00Z", "id": "req-8a1"}]}\`. The customer is enough where it has one subscription.
- \`timestamp\` is when it was used: ISO 8601, or \`-30m\`, \`-1h\`, \`-2d\` from now. With an \`id\` write ISO 8601: a repeat sends the same moment, and \`-1h\` is another one by then.
- A metric that counts needs nothing else. One that sums, or takes the largest or last, reads its \`property\`: \`"properties": {"gb": "12.5"}\`, as text.
- Give each event an \`id\` of its own and send the same id when you repeat it. Here ${DEDUPLICATION[usage.deduplication]}.
- The answer counts recorded, duplicate and rejected events. ${usage.atomic ? 'One bad event keeps the others of its call from being recorded.' : 'A bad event does not keep the others from being recorded.'} A metric, a customer or a subscription that is not there refuses the whole call, and nothing is recorded.
- An event with a price of its own (\`preciseAmount\`) needs its \`id\` and an ISO \`timestamp\`: somebody agrees to it before it is recorded.
- What was recorded stays: to correct a sum, record the difference, which may be negative.
- \`get_usage\` shows units and cost so far in the current period (\`view: current\`), of invoiced ones (\`past\`), or what one event would cost (\`estimate\`, of charges in advance only); \`list_usage_events\` the events themselves.
- Aggregations of this provider: ${aggregations.join(', ')}.
`;
