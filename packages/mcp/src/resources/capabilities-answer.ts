import type { Capabilities, CapabilityLevel, OperationId } from '@billport/core';
import type { Answer, Fact } from '../answers/answer.ts';
import type { LookingServer } from '../server/looking-server.ts';

const ENVIRONMENTS = {
  test: 'nothing real is billed',
  live: 'real customers are billed',
  unknown: 'whether anything real is billed is not known',
} as const;

/** Operations by their port, in one line each: `customers: upsert, get, list`. */
function byPort(operations: readonly OperationId[]): Fact {
  const ports = Map.groupBy(operations, (id) => id.split('.')[0] as string);
  return Object.fromEntries(
    [...ports].map(([port, ids]) => [port, ids.map((id) => id.slice(port.length + 1))]),
  );
}

/** What is not simply there, with what the provider says of it. */
function restricted(capabilities: Capabilities): Fact {
  return Object.entries(capabilities)
    .filter(([, { level }]) => level !== 'native')
    .map(([operation, { level, note, without }]) => ({
      operation,
      level,
      without: without?.join(', '),
      note,
    }));
}

const atLevel = (capabilities: Capabilities, level: CapabilityLevel) =>
  (Object.keys(capabilities) as OperationId[]).filter((id) => capabilities[id].level === level);

/** What this server and its provider can do. Needs no credentials and no network. */
export async function capabilitiesAnswer(looking: LookingServer): Promise<Answer> {
  const { choice, settings, capabilities, tools } = looking;
  const native = atLevel(capabilities, 'native');
  const missing = atLevel(capabilities, 'unsupported');
  const all = Object.keys(capabilities).length;
  return {
    summary: `Provider ${choice.id}, environment ${choice.environment}: ${ENVIRONMENTS[choice.environment]}. It serves ${all - missing.length} of ${all} operations, ${native.length} of them as they are.`,
    facts: {
      provider: choice.id,
      environment: choice.environment,
      toolsets: settings.toolsets,
      tools,
      readOnly: settings.readOnly,
      consentPolicy: settings.policy,
      personalData: settings.pii,
      serverLimits: {
        maxAmount: settings.maxAmount,
        maxAmountPerHour: settings.maxAmountPerHour,
        maxChangesPerHour: settings.maxChangesPerHour,
        maxCallsPerMinute: settings.maxCallsPerMinute,
      },
      providerLimits: (await choice.limits()) as unknown as Fact,
      nativeOperations: byPort(native),
      otherOperations: restricted(capabilities),
    },
    next: 'search_operations finds operations by what they do.',
  };
}
