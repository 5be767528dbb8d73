type Numbers = readonly number[];

const numbersOf = (version: string): Numbers => version.split('.').map(Number);

/** Whether the version is at least the other one; parts that are absent count as zero. */
function isAtLeast(version: Numbers, least: Numbers): boolean {
  const place = [0, 1, 2].find((index) => (version[index] ?? 0) !== (least[index] ?? 0));
  return place === undefined || (version[place] ?? 0) > (least[place] ?? 0);
}

/**
 * Whether a version of Node fits what a package asks for.
 * @param version Such as `24.15.0`.
 * @param range `engines.node` of a package.json: `^` and `>=` before versions, `||` between them.
 * @throws TypeError for a range that is written in another way.
 */
export function fitsNode(version: string, range: string): boolean {
  return range.split('||').some((part) => {
    const [, sign, least] = /^\s*(\^|>=)(\d+(?:\.\d+){0,2})\s*$/.exec(part) ?? [];
    if (least === undefined) throw new TypeError(`Not a range that can be read: ${range}`);
    const [given, asked] = [numbersOf(version), numbersOf(least)];
    return isAtLeast(given, asked) && (sign === '>=' || given[0] === asked[0]);
  });
}
