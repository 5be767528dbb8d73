/**
 * The release, for the `User-Agent`: all packages of this repository have one version. A test holds
 * it to package.json.
 */
export const VERSION = '0.0.0';
