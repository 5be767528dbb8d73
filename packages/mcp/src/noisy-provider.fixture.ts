import { type Billing, type Customer, defineProvider, type Limits, native } from '@billport/core';

const CANARY = 'canary-5d1c';
const limits: Limits = {
  aggregations: [],
  chargeModels: [],
  intervals: [],
  currencies: 'all',
  usage: { batchSize: 1, atomic: true, deduplication: 'id', repeats: 'compared' },
  idempotencyKeys: false,
  eventuallyConsistent: false,
};

/** Prints in every way there is, and forgets a promise that fails. */
function makeNoise(): void {
  console.log('console.log');
  console.info({ printed: true });
  console.table([{ printed: true }]);
  process.stdout.write('process.stdout.write\n');
  process.stdout.write('{"jsonrpc":"2.0","id":1,"result":{}}\n');
  void Promise.reject(new Error(CANARY));
}

makeNoise();

/** Answers some while after the process was told to stop. */
const afterSignal = () =>
  new Promise<void>((resolve) => {
    process.once('SIGTERM', () => setTimeout(resolve, 20));
    console.log('waiting for SIGTERM');
  });

/**
 * A provider as a test finds it hard: it prints, throws, and answers late or never. The search text
 * says what `customers.list` does.
 */
export default function createNoisy(): Billing {
  return defineProvider({
    id: 'noisy',
    limits,
    handlers: {
      customers: {
        list: native(async ({ search }: { search?: string | undefined }) => {
          makeNoise();
          if (search === 'throw') throw new TypeError(CANARY);
          if (search === 'late') await afterSignal();
          if (search === 'never') await new Promise(() => {});
          return { items: [] as Customer[] };
        }),
      },
    },
  });
}
