import { ensure, same } from '../assertions.ts';
import type { Scenario } from '../scenario.ts';

/** What every provider does when asked how it is. */
export const healthScenarios: readonly Scenario[] = [
  {
    operation: 'health.check',
    title: 'says that it can be used',
    async run(context) {
      same((await context.billing.health.check()).ok, true, 'whether it can be used');
    },
  },
  {
    operation: 'health.check',
    title: 'tells the same version each time',
    async run(context) {
      const { version } = await context.billing.health.check();
      ensure(version === undefined || version.trim() !== '', 'the version is empty');
      same((await context.billing.health.check()).version, version, 'the version');
    },
  },
];
