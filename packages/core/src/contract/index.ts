export * from './charges.ts';
export * from './customers.ts';
export * from './metrics.ts';
export * from './operation.ts';
export * from './plans.ts';
export * from './scalars.ts';
export * from './usage-event.ts';
export * from './warning.ts';
export type OperationId = string;
