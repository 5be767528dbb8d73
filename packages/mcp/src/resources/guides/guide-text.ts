import { consentGuide } from './consent-guide.ts';
import { errorsGuide } from './errors-guide.ts';
import type { Guide, GuideSubject } from './guide.ts';
import { keysGuide } from './keys-guide.ts';
import { listsGuide } from './lists-guide.ts';
import { moneyGuide } from './money-guide.ts';
import { plansGuide } from './plans-guide.ts';
import type { Topic } from './topics.ts';
import { usageGuide } from './usage-guide.ts';

const GUIDES: Readonly<Record<Topic, Guide>> = {
  money: moneyGuide,
  keys: keysGuide,
  consent: consentGuide,
  usage: usageGuide,
  plans: plansGuide,
  errors: errorsGuide,
  lists: listsGuide,
};

/** The guide to a topic, in Markdown, for this server and its provider. */
export function guideText(topic: Topic, subject: GuideSubject): string {
  return GUIDES[topic](subject);
}
