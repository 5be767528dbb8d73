export type { ProviderModule } from './choices/module-choice.ts';
export type { Environment, ProviderChoice } from './provider-choice.ts';
export { billingFromEnv, selectProvider } from './select-provider.ts';
