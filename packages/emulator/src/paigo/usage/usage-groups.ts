import type { PaigoMetadata } from '../records/customer.ts';
import type { TierGroupRecord } from '../records/dimension.ts';
import type { UsageRecord } from '../records/usage.ts';
import type { PaigoSwitches } from '../switches.ts';

const same = (left: unknown, right: unknown) => JSON.stringify(left) === JSON.stringify(right);

/** Whether a usage record belongs to a price group (`facts/paigo.md §6.2`). */
function isInGroup(
  match: PaigoSwitches['groupMatch'],
  group: PaigoMetadata,
  metadata: PaigoMetadata = {},
): boolean {
  const names = Object.keys(group);
  const isPart = names.every((name) => same(group[name], metadata[name]));
  return isPart && (match === 'subset' || Object.keys(metadata).length === names.length);
}

/**
 * Records by the first price group that they belong to, in the order of the groups; those that
 * belong to none under undefined. Groups without records are left out.
 */
export function byGroup(
  match: PaigoSwitches['groupMatch'],
  groups: readonly TierGroupRecord[],
  records: readonly UsageRecord[],
): Map<TierGroupRecord | undefined, UsageRecord[]> {
  const found = new Map<TierGroupRecord | undefined, UsageRecord[]>();
  for (const group of [...groups, undefined]) found.set(group, []);
  for (const record of records) {
    const group = groups.find(({ metadataGroups }) =>
      isInGroup(match, metadataGroups, record.metadata),
    );
    found.get(group)?.push(record);
  }
  for (const [group, members] of found) if (members.length === 0) found.delete(group);
  return found;
}
