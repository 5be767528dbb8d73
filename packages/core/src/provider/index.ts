export * from './billing.ts';
export * from './call-options.ts';
export * from './capabilities.ts';
export { checkInput, invalidInput, pathText } from './check-input.ts';
export * from './define-provider.ts';
export * from './handler.ts';
export * from './limits.ts';
