import type { Implementation } from '@modelcontextprotocol/server';
import manifest from '../../package.json' with { type: 'json' };

/** Who the server says it is. */
export const SERVER_INFO: Implementation = {
  name: 'billport',
  title: 'Billport',
  version: manifest.version,
};
