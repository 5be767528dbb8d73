export type { CustomAggregator, CustomTotal } from '@billport/rating';
export { createEmbedded, type EmbeddedBilling, type EmbeddedOptions } from './create-embedded.ts';
export type { Collector } from './invoicing/collect.ts';
