export type { PaigoClient } from './client.ts';
export { createPaigo, type PaigoBilling } from './provider.ts';
export type { PaigoOptions } from './settings.ts';
