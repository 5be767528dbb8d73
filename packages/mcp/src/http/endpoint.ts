/** The path where the server takes messages; behind a proxy the public URL may have another one. */
export const ENDPOINT = '/mcp';
