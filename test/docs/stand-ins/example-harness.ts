import type { Harness } from '@billport/conformance';

/** The harness that examples of the documentation pass on. */
export declare const harness: Harness;
