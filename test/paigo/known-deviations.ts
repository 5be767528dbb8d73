/** Something in which what is sent or answered differs from the document, and why. */
export interface Deviation {
  /** What `Specification` says. */
  readonly problem: RegExp;
  readonly source: string;
}

/** Every difference from Paigo's document, with its reason. */
export const knownDeviations: readonly Deviation[] = [];
