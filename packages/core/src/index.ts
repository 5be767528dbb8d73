export * from './billing-error.ts';
export * from './clock.ts';
export * from './contract/index.ts';
export * from './currency.ts';
export * from './decimal.ts';
export * from './listing.ts';
export * from './money.ts';
export * from './time.ts';
