import type { Connection } from './connection.ts';

/** The way to Lago's other endpoints. */
export interface LagoClient {
  readonly baseUrl: string;
}

/** Makes the client of a connection. */
export function createClient(lago: Connection): LagoClient {
  return { baseUrl: lago.api.baseUrl };
}
