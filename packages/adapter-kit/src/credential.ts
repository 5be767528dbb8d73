import { BillingError } from '@billport/core';

/** Where a credential may stand. */
export interface CredentialSource {
  /** The option's value, if any. */
  readonly value: string | undefined;
  /** The option's name, such as `apiKey`. */
  readonly option: string;
  /** The environment variable that is read when the option is absent. */
  readonly variable: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/**
 * The credential: the option, else the environment variable.
 * @throws BillingError `configuration` that names both when it is missing, blank, or holds
 *   anything but printable ASCII, such as a line break at its end.
 */
export function readCredential(source: CredentialSource): string {
  const { value, option, variable, environment } = source;
  const found = value ?? environment[variable];
  const setting = value === undefined ? variable : option;
  if (found === undefined || found.trim() === '') {
    throw new BillingError('configuration', {
      message: `The credential is missing: set ${variable}, or the option ${option}.`,
      details: { setting: variable },
    });
  }
  // Anything else would break out of the header it travels in.
  if (!/^[!-~]+$/.test(found)) {
    throw new BillingError('configuration', {
      message: `${setting}: Write the credential as it was issued, in one line and without blanks around it.`,
      details: { setting },
    });
  }
  return found;
}
