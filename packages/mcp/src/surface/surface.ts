import type { Surface, SurfaceEntry } from './surface-entry.ts';
import lock from './tools.lock.json' with { type: 'json' };

/** All tools of the server, as the lock file has them; what runs them is loaded when one is called. */
export const surface: Surface = {
  entries: lock.tools as unknown as readonly SurfaceEntry[],
  load: async () => (await import('../tools/all-tools.ts')).ALL_TOOLS,
};
