import { BillingError, type Capabilities, type OperationId } from '@billport/core';
import { withOperations } from '../observed-provider.ts';
import { type Mutation, replacing, wrongManifest } from './mutation.ts';

function frozen(capabilities: Partial<Capabilities>): Capabilities {
  return Object.freeze(capabilities) as Capabilities;
}

const UNSUPPORTED = Object.freeze({ level: 'unsupported' } as const);

/** Says that an operation is unsupported, and means it. */
function refusing(id: OperationId, refuse: () => Promise<never>): Mutation['break'] {
  return (provider) => ({
    ...withOperations(provider, new Map([[id, refuse as never]])),
    capabilities: frozen({ ...provider.capabilities, [id]: UNSUPPORTED }),
    supports: (operation) => operation !== id && provider.supports(operation),
  });
}

/** Mistakes with what a provider says about itself. */
export const manifestMutations: readonly Mutation[] = [
  {
    name: 'says that it has an operation which it has not',
    touches: ['coupons.list'],
    break: (provider) =>
      replacing(provider, 'coupons.get', () => async () => {
        throw new BillingError('unsupported', {
          message: 'There are no coupons.',
          provider: provider.id,
          operation: 'coupons.get',
        });
      }),
  },
  wrongManifest(
    'says that it lacks an operation which it serves',
    ['taxes.create'],
    (provider) => ({
      capabilities: frozen({ ...provider.capabilities, 'taxes.create': UNSUPPORTED }),
      supports: (id) => id !== 'taxes.create',
    }),
  ),
  wrongManifest('can be changed', ['health.check'], ({ capabilities }) => ({
    capabilities: { ...capabilities },
  })),
  wrongManifest('has limits that can be changed', ['health.check'], ({ limits }) => ({
    limits: structuredClone(limits),
  })),
  wrongManifest('leaves an operation out', ['health.check'], ({ capabilities }) => {
    const { 'health.check': _, ...others } = capabilities;
    return { capabilities: frozen(others) };
  }),
  wrongManifest('names an operation that does not exist', ['health.check'], ({ capabilities }) => ({
    capabilities: frozen({ ...capabilities, ['customers.merge' as OperationId]: UNSUPPORTED }),
  })),
  wrongManifest('contradicts supports()', ['health.check'], ({ supports }) => ({
    supports: (id) => id !== 'invoices.retry' && supports(id),
  })),
  wrongManifest('does not say how it emulates', ['health.check'], ({ capabilities }) => ({
    capabilities: frozen({ ...capabilities, 'health.check': Object.freeze({ level: 'emulated' }) }),
  })),
  wrongManifest('promises a warning that does not come', ['health.check'], ({ capabilities }) => ({
    capabilities: frozen({
      ...capabilities,
      'health.check': Object.freeze({ level: 'partial', note: 'It does not look far.' }),
    }),
  })),
  {
    name: 'changes its manifest when it is used',
    touches: ['health.check'],
    break(provider) {
      let used = false;
      const watched = replacing(provider, 'health.check', (original) => (input, options) => {
        used = true;
        return original(input, options);
      });
      return {
        ...watched,
        get capabilities() {
          const later = { ...provider.capabilities, 'plans.list': UNSUPPORTED };
          return used ? frozen(later) : provider.capabilities;
        },
      };
    },
  },
  {
    name: 'lacks a function',
    touches: ['health.check'],
    break: (provider) => ({ ...provider, health: {} as never }),
  },
  {
    name: 'refuses an unsupported operation with the wrong code',
    touches: ['health.check'],
    break: refusing('health.check', async () => {
      throw new BillingError('not_found', {
        message: 'No such page.',
        provider: 'embedded',
        operation: 'health.check',
      });
    }),
  },
  {
    name: 'refuses an unsupported operation in the name of another',
    touches: ['health.check'],
    break: refusing('health.check', async () => {
      throw new BillingError('unsupported', {
        message: 'There is no health.',
        provider: 'embedded',
        operation: 'taxes.get',
      });
    }),
  },
];
