/**
 * Whether a path is like a pattern, in which each `*` stands for anything, also for nothing. Takes
 * the first place of each part and never goes back, so that no pattern takes long.
 */
export function isLikePath(path: string, pattern: string): boolean {
  const [start = '', ...parts] = pattern.split('*');
  const end = parts.pop();
  if (end === undefined) return path === pattern;
  if (!path.startsWith(start)) return false;
  let at = start.length;
  for (const part of parts) {
    const found = path.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return path.length - at >= end.length && path.endsWith(end);
}
