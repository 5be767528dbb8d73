export { readSettings, type SettingFlags } from './configuration/read-settings.ts';
export type { PiiPolicy, Policy, Settings } from './configuration/settings.ts';
export {
  createServerFactory,
  type ServerFactory,
  type ServerFactoryOptions,
} from './server/create-factory.ts';
export type { Scope, Toolset } from './tools/tool.ts';
