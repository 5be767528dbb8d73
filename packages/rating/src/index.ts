export * from './charge/index.ts';
export * from './fraction.ts';
export * from './invoice/index.ts';
export * from './metering/index.ts';
export * from './period/index.ts';
