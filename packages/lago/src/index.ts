export { type WaitOptions, waitFor } from '@billport/adapter-kit';
export * from './client.ts';
export { createLago } from './provider.ts';
export type { LagoOptions } from './settings.ts';
