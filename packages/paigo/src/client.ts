import type { Connection } from './connection.ts';

/** The way to the endpoints of Paigo that the contract does not have. */
export interface PaigoClient {
  /** Where they are. */
  readonly baseUrl: string;
}

/** Makes the client of a connection. */
export function createClient(paigo: Connection): PaigoClient {
  return { baseUrl: paigo.api.baseUrl };
}
