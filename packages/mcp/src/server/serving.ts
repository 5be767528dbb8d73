import { type Clock, systemClock } from '@billport/core';
import type { ProviderChoice } from 'billport';
import { AuditLog } from '../audit/audit-log.ts';
import type { Settings } from '../configuration/settings.ts';
import { Consents } from '../consent/consents.ts';
import { CallRate } from '../limits/call-rate.ts';
import { ChangeLimits } from '../limits/change-limits.ts';
import type { OpenedProvider } from '../provider/opened-provider.ts';
import type { Surface } from '../surface/surface-entry.ts';
import type { Tool } from '../tools/tool.ts';
import { MadeChanges } from './made-changes.ts';

/** What the calls of all servers of one factory share. */
export interface Serving {
  readonly choice: ProviderChoice;
  readonly settings: Settings;
  readonly clock: Clock;
  readonly provider: OpenedProvider;
  /** Told of failures that nobody foresaw: the tool, and the failure. */
  readonly log: (tool: string, error: unknown) => void;
  /** By name; all there are, whether or not they are switched on. */
  readonly tools: ReadonlyMap<string, Tool>;
  readonly made: MadeChanges;
  readonly consents: Consents;
  readonly limits: ChangeLimits;
  readonly rate: CallRate;
  /**
   * The log of all calls, opened when it is first written to; undefined where none is wanted.
   * @throws Refusal `audit_unavailable`
   */
  readonly audit: () => AuditLog | undefined;
  /** Writes what waits to be written, and lets go of the log. */
  readonly close: () => void;
}

/** What it is made from. */
export interface ServingOptions {
  readonly choice: ProviderChoice;
  readonly settings: Settings;
  readonly surface: Surface;
  readonly provider: OpenedProvider;
  readonly clock: Clock | undefined;
  readonly log: Serving['log'];
}

function openAudit(file: string | undefined, clock: Clock): Pick<Serving, 'audit' | 'close'> {
  let log: AuditLog | undefined;
  return {
    audit: () => {
      if (file !== undefined) log ??= AuditLog.open(file, clock);
      return log;
    },
    close: () => log?.close(),
  };
}

/** Gets everything ready for the first call: the tools, and what remembers calls. */
export async function openServing(options: ServingOptions): Promise<Serving> {
  const { surface, clock = systemClock, ...shared } = options;
  const { settings } = shared;
  const tools = await surface.load();
  return {
    ...shared,
    clock,
    tools: new Map(tools.map((tool) => [tool.name, tool])),
    made: new MadeChanges(clock),
    ...openAudit(settings.auditFile, clock),
    consents: new Consents({ clock }),
    limits: new ChangeLimits({ clock, limits: settings }),
    rate: new CallRate({ clock, maxCallsPerMinute: settings.maxCallsPerMinute }),
  };
}
