import type { Billing } from '@billport/core';

/** The provider that examples of the documentation test: somebody else's, over HTTP. */
export declare function createExample(settings: {
  apiKey: string;
  fetch?: typeof globalThis.fetch;
}): Billing;
