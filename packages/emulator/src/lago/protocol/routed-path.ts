/** Where the path of the API begins. */
const ROOT = '/api/v1/';

/** Resources whose routes take the rest of the path as the code, dots and all. */
const TAKES_DOTS = new Set([
  'add_ons',
  'billable_metrics',
  'coupons',
  'events',
  'features',
  'plans',
  'taxes',
]);

/** A path that no route has. */
const NOWHERE = '/no-route';

/** The path as it was sent: not decoded, without doubled slashes and one at the end. */
function sentPath(url: string): string {
  const path = /^[a-z]+:\/\/[^/?#]*([^?#]*)/i.exec(url)?.[1] ?? '/';
  const single = path.replace(/\/{2,}/g, '/');
  return single.length > 1 && single.endsWith('/') ? single.slice(0, -1) : single;
}

/** The segment without a format; undefined when it cannot be one segment and a format. */
function withoutFormat(segment: string): string | undefined {
  const [name, format, ...more] = segment.split('.');
  if (format === undefined) return segment;
  return name === '' || format === '' || more.length > 0 ? undefined : name;
}

/**
 * The path that Lago looks for a route with. In Rails a dot begins the format of the answer, so
 * that `/customers/acme.com` asks for `acme`, and in front of other segments it fits no route
 * (`facts/lago.md §a` "Path parameters"). A dot that is sent as `%2E` is part of the key.
 */
export function routedPath(request: Request): string {
  const path = sentPath(request.url);
  if (!path.startsWith(ROOT)) return path;
  const segments = path.slice(ROOT.length).split('/');
  if (segments.length > 1 && TAKES_DOTS.has(segments[0] ?? '')) return path;
  const last = withoutFormat(segments.at(-1) ?? '');
  const others = segments.slice(0, -1);
  if (last === undefined || others.some((segment) => segment.includes('.'))) return NOWHERE;
  return ROOT + [...others, last].join('/');
}
