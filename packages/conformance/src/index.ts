export { ConformanceFailure } from './conformance-failure.ts';
export * from './describe-conformance.ts';
export * from './faulty-fetch.ts';
export * from './harness.ts';
export { formatReport, type Report, type ScenarioResult } from './report.ts';
export { type ConformanceOptions, runConformance } from './run-conformance.ts';
export type { NeededLimits, Scenario, ScenarioContext } from './scenario.ts';
export { scenarios } from './scenarios/index.ts';
