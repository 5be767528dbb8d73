export type { ActiveFault, Fault, FaultKind } from './lago/faults/fault.ts';
export * from './lago/start-lago.ts';
export { LagoState } from './lago/state.ts';
export type { LagoSwitches } from './lago/switches.ts';
export type { SignatureAlgorithm, WebhookEndpoint } from './lago/webhooks/webhook-endpoints.ts';
export type { WebhookDelivery } from './lago/webhooks/webhook-sender.ts';
