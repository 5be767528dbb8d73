import type { QueryValue } from './http-request.ts';

/** `?name=value&list[]=a&list[]=b`, encoded; empty where nothing is given. */
export function queryText(query: Readonly<Record<string, QueryValue>>): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined) continue;
    if (typeof value === 'object') for (const each of value) parameters.append(`${name}[]`, each);
    else parameters.append(name, String(value));
  }
  const text = parameters.toString();
  return text === '' ? '' : `?${text}`;
}
