import type { PaigoOptions } from './settings.ts';

/** Checks the settings of `createPaigo`. */
export function checkOptions(_options: PaigoOptions): void {}
