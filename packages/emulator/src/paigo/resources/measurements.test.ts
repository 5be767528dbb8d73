import { describe, expect, it } from 'vitest';
import { DIMENSION, openPaigo, type PaigoAccountOptions } from '../open-paigo.fixture.ts';

const KAFKA = {
  securityMechanism: 'SASL',
  username: 'me',
  password: 'hunter2',
  bootstrapServerEndpoint: 'broker:9092',
  topic: 'usage',
  dlqTopic: 'bad-usage',
};

const BODIES = {
  infrastructureBased: {
    iamRoleArn: 'arn:1',
    cloudPlatform: 'aws',
    region: 'us-east-1',
    resourceType: 'ebs',
  },
  agentBased: { iamRoleArn: 'arn:1', hostingPlatform: 'k8spod' },
  datastoreBased: { platform: 's3' },
};

async function open(options: PaigoAccountOptions = {}) {
  const account = await openPaigo(options);
  const create = (measurementMode: string, measurementConfiguration: unknown) =>
    account.call('POST', '/measurements', {
      measurementMode,
      measurementName: 'Usage',
      measurementConfiguration,
    });
  const make = async (mode: keyof typeof BODIES, fields: object = {}) => {
    const { body } = await create(mode, { ...BODIES[mode], ...fields });
    return body.measurementId as string;
  };
  const read = async (id: string) =>
    (await account.call('GET', `/measurements/${id}`)).body.data[0];
  return { ...account, create, make, read };
}

describe('measurements', () => {
  it.each(Object.keys(BODIES) as (keyof typeof BODIES)[])('can be %s', async (mode) => {
    const { create, call } = await open();
    const { status, body } = await create(mode, BODIES[mode]);
    expect(status).toBe(201);
    expect(body.ingestion).toEqual(
      mode === 'datastoreBased' ? expect.stringMatching(/^s3:/) : undefined,
    );
    expect((await call('GET', '/measurements')).body.data).toMatchObject([
      {
        measurementId: body.measurementId,
        measurementMode: mode,
        measurementName: 'Usage',
        measurementConfiguration: BODIES[mode],
      },
    ]);
  });

  it('echo the password of Kafka in clear', async () => {
    const { make, read } = await open();
    const id = await make('datastoreBased', {
      platform: 'kafka',
      consumerDeploymentParameters: KAFKA,
    });
    expect((await read(id)).measurementConfiguration).toMatchObject({
      consumerDeploymentParameters: KAFKA,
      ingestion: 'usage',
      dlq: 'bad-usage',
    });
  });

  it.each([
    ['datastoreBased', { platform: 'kafka' }, /must have consumerDeploymentParameters/],
    [
      'datastoreBased',
      { platform: 'kafka', consumerDeploymentParameters: { ...KAFKA, topic: undefined } },
      /topic should not be empty/,
    ],
    ['infrastructureBased', BODIES.agentBased, /cloudPlatform/],
    ['agentBased', { ...BODIES.agentBased, region: 'x' }, /region should not exist/],
    ['apiBased', {}, /measurementMode must be one of/],
    ['agentBased', undefined, /measurementConfiguration should not be empty/],
  ])('are refused: %s with %j', async (mode, configuration, message) => {
    const { create, call } = await open();
    const { status, body } = await create(mode, configuration);
    expect(status).toBe(400);
    expect([body.message].flat().join('\n')).toMatch(message);
    expect((await call('GET', '/measurements')).body.data).toEqual([]);
  });

  it.each([
    ['merge', { iamRoleArn: 'arn:2', hostingPlatform: 'k8spod' }],
    ['replace', { iamRoleArn: 'arn:2' }],
  ] as const)('change what a PUT names, or all: %s', async (put, configuration) => {
    const { make, read, call } = await open({ put });
    const id = await make('agentBased');
    const change = (fields: object) => call('PUT', `/measurements/${id}`, fields);
    const required = { measurementMode: 'agentBased', measurementName: 'New' };
    const { status } = await change({
      ...required,
      measurementConfiguration: { iamRoleArn: 'arn:2' },
    });
    expect(status).toBe(200);
    expect(await read(id)).toMatchObject({ measurementName: 'New' });
    expect((await read(id)).measurementConfiguration).toEqual(configuration);
    expect((await change({ measurementMode: 'agentBased' })).status).toBe(400);
  });

  it('can be deleted once no dimension takes its usage from them', async () => {
    const { make, call } = await open();
    const measurementId = await make('agentBased');
    const { dimensionId } = (await call('POST', '/dimensions', { ...DIMENSION, measurementId }))
      .body;
    expect((await call('DELETE', `/measurements/${measurementId}`)).status).toBe(409);
    await call('DELETE', `/dimensions/${dimensionId}`);
    const { body } = await call('DELETE', `/measurements/${measurementId}`);
    expect(body).toEqual({ message: expect.any(String), measurementId });
    expect((await call('GET', `/measurements/${measurementId}`)).status).toBe(404);
  });

  it.each([
    ['not_found', 404],
    ['bad_request', 400],
  ] as const)(
    'answer an id in another form as the switch says: %s',
    async (malformedId, status) => {
      const { call } = await open({ malformedId });
      expect((await call('GET', '/measurements/x')).status).toBe(status);
      const unknown = '00000000-0000-4000-8000-000000000000';
      expect((await call('GET', `/measurements/${unknown}`)).status).toBe(404);
    },
  );
});
