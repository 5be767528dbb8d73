/**
 * A provider that breaks the contract. Thrown by the suite's own assertions, so that a scenario
 * cannot take one for an error of the provider.
 */
export class ConformanceFailure extends Error {
  override readonly name = 'ConformanceFailure';
}
