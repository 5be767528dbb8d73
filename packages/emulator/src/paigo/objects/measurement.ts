import type { MeasurementRecord } from '../records/measurement.ts';

/** Where a datastore's usage goes in, and where what cannot be read goes. */
function datastoreFields({ measurementId, measurementConfiguration }: MeasurementRecord) {
  const { platform, consumerDeploymentParameters } = measurementConfiguration;
  if (platform === 'kafka') {
    const { topic, dlqTopic } = Object(consumerDeploymentParameters) as Record<string, unknown>;
    return { ingestion: topic, dlq: dlqTopic };
  }
  return {
    ingestion: `s3://emulated-paigo-ingestion/${measurementId}/`,
    dlq: `s3://emulated-paigo-dlq/${measurementId}/`,
    iamRoleArn: `arn:aws:iam::123456789012:role/${measurementId}`,
    externalId: measurementId.replaceAll('-', '').slice(0, 13),
  };
}

/** What Paigo adds to a configuration. */
export const addedFields = (measurement: MeasurementRecord) =>
  measurement.measurementMode === 'datastoreBased' ? datastoreFields(measurement) : {};

/** A measurement as Paigo tells it: with the password of Kafka in clear (`facts/paigo.md §3.9`). */
export const measurementObject = (measurement: MeasurementRecord) => ({
  ...measurement,
  measurementConfiguration: {
    ...measurement.measurementConfiguration,
    ...addedFields(measurement),
  },
});
