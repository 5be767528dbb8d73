import { CUSTOMER, DIMENSION, openPaigo, type PaigoAccountOptions } from '../open-paigo.fixture.ts';

/** An account with one customer, `acme`, and short ways to what it is billed for. */
export async function openBilling(options: PaigoAccountOptions = {}, fields: object = {}) {
  const account = await openPaigo(options);
  const { call, state } = account;
  const done = async (method: string, path: string, body: object) => {
    const answer = await call(method, path, body);
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${JSON.stringify(answer.body)}`);
    return answer.body;
  };
  await done('POST', '/customers', { ...CUSTOMER, currency: 'USD', ...fields });
  return {
    ...account,
    /** Makes a dimension; its id. */
    dimension: async (more: object): Promise<string> =>
      (await done('POST', '/dimensions', { ...DIMENSION, ...more })).dimensionId,
    /** Makes an offering and puts the customer on it, beside others; its id. */
    async enrol(offering: object, enrollment: object = {}): Promise<string> {
      const made = await done('POST', '/offerings', { offeringName: 'Plan', ...offering });
      const { offeringId } = made;
      const change = { offeringId, removePriorOffering: false, ...enrollment };
      await done('PUT', '/customers/acme/enrollment', change);
      return offeringId;
    },
    /** Changes the enrolments of the customer. */
    change: (body: object) => done('PUT', '/customers/acme/enrollment', body),
    /** Sends a usage record, of the present unless another moment is given. */
    use: (dimensionId: string, recordValue: string, timestamp?: string, customerId = 'acme') =>
      done('POST', '/usage', {
        customerId,
        dimensionId,
        recordValue,
        timestamp: timestamp ?? state.now(),
      }),
    /** All invoices, as they are kept. */
    invoices: () => [...state.invoices.values()],
  };
}
