/** Something in which what is sent or answered differs from the document, and why. */
export interface Deviation {
  /** What `Specification` says. */
  readonly problem: RegExp;
  readonly source: string;
}

/** Every difference from Paigo's document, with its reason. */
export const knownDeviations: readonly Deviation[] = [
  {
    problem: /^GET \/customers\/\{customerId\}\/usage 200: \/data\/0 must match exactly one schema/,
    source: 'a dimension without usage: an empty list is both of raw records and of sums',
  },
  {
    problem: /^POST \/customers\/\{customerId\}\/transactions 400: status not in the document/,
    source:
      'facts/paigo.md §3.7: no refusals are documented, and a balance may not fall below zero',
  },
];
