export * from './lago/start-lago.ts';
export type { LagoSwitches } from './lago/switches.ts';
export type { SignatureAlgorithm, WebhookEndpoint } from './lago/webhooks/webhook-endpoints.ts';
export type { SentWebhook } from './lago/webhooks/webhook-sender.ts';
export type { EmulatorControls } from './machinery/emulator-controls.ts';
export type { EmulatorState } from './machinery/emulator-state.ts';
export type { ActiveFault, Fault, FaultKind } from './machinery/faults/fault.ts';
export * from './paigo/start-paigo.ts';
export type { DashboardAction } from './paigo/steering.ts';
export type { PaigoSwitches } from './paigo/switches.ts';
export {
  DEFAULT_SWITCHES as PAIGO_SWITCHES,
  SWITCH_SETTINGS as PAIGO_SWITCH_SETTINGS,
} from './paigo/switches.ts';
