export * from './lago/start-lago.ts';
export { LagoState, type LagoSwitches } from './lago/state.ts';
