import { parseJson } from './exact-json.ts';

/** Shorter ones are no credentials, and would blot out words. */
const SHORTEST_CREDENTIAL = 8;

const ADDRESS = /\bhttps?:\/\/[^\s"'<>]+/gi;

/** The credential of an authorization; undefined where there is none to speak of. */
export function credentialIn(authorization: string): string | undefined {
  const credential = authorization.split(' ').at(-1) ?? '';
  return credential.length < SHORTEST_CREDENTIAL ? undefined : credential;
}

/**
 * The parsed body of a refusal; undefined where it is no JSON. Services quote what they were sent
 * and what they made: the credential and addresses, which may let anybody in, are blotted out
 * before anything of it gets into an error.
 * @param authorization the value that was sent
 */
export function refusalBody(text: string, authorization: string): unknown {
  const credential = credentialIn(authorization);
  return parseJson(text, (_, value) => {
    if (typeof value !== 'string') return value;
    const words = value.replace(ADDRESS, '[address]');
    return credential === undefined ? words : words.replaceAll(credential, '[credential]');
  });
}
