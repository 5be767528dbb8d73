/** The short guides, each with what it is about, in one line. */
export const TOPICS = {
  money: 'Amounts, currencies, prices and units: how they are written.',
  keys: 'Keys, codes and ids: who chooses them, and what may stand in their place.',
  consent: 'Which changes ask a person first, previews, confirm tokens, limits.',
  usage: 'How usage is recorded once and only once, corrected and read.',
  plans: 'Plans and their charges, with one example of each charge model.',
  errors: 'Codes of errors, and what to do about each.',
  lists: 'Pages, cursors, searches, and short or whole answers.',
} as const;

/** One of them. */
export type Topic = keyof typeof TOPICS;

/** Whether there is a guide of that name. */
export const isTopic = (name: string): name is Topic => Object.hasOwn(TOPICS, name);
