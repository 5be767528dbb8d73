/** What can be completed while it is typed: a key, an id, a code, or the topic of a guide. */
export type Completable = 'customer' | 'invoice' | 'plan' | 'topic';
