import { z } from 'zod';
import { filledText, oneOf, text } from '../requests/field-rules.ts';

const INFRASTRUCTURE = z.strictObject({
  iamRoleArn: filledText,
  externalId: text.optional(),
  cloudPlatform: oneOf('aws'),
  region: filledText,
  resourceType: oneOf('ebssnapshot', 'ebs', 'k8spod', 'ec2', 'ec2egress', 'usageData'),
});

const AGENT = z.strictObject({
  iamRoleArn: filledText,
  externalId: text.optional(),
  hostingPlatform: oneOf('k8spod'),
});

const KAFKA = z.strictObject({
  securityMechanism: filledText,
  username: filledText,
  password: filledText,
  bootstrapServerEndpoint: filledText,
  topic: filledText,
  dlqTopic: filledText,
});

const DATASTORE = z.strictObject({
  platform: oneOf('s3', 'kafka'),
  accountId: text.optional(),
  consumerDeploymentParameters: KAFKA.optional(),
});

/** Body of `POST /measurements`: the mode decides what the configuration holds. */
export const CREATE_MEASUREMENT = z.discriminatedUnion('measurementMode', [
  z.strictObject({
    measurementMode: z.literal('infrastructureBased'),
    measurementName: text.optional(),
    measurementConfiguration: INFRASTRUCTURE,
  }),
  z.strictObject({
    measurementMode: z.literal('agentBased'),
    measurementName: text.optional(),
    measurementConfiguration: AGENT,
  }),
  z.strictObject({
    measurementMode: z.literal('datastoreBased'),
    measurementName: text.optional(),
    measurementConfiguration: DATASTORE.refine(
      ({ platform, consumerDeploymentParameters }) =>
        platform === 's3' || consumerDeploymentParameters !== undefined,
      'must have consumerDeploymentParameters for kafka',
    ),
  }),
]);

/** Body of `PUT /measurements/{id}`: mode and name always, the configuration in part. */
export const UPDATE_MEASUREMENT = z.discriminatedUnion('measurementMode', [
  z.strictObject({
    measurementMode: z.literal('infrastructureBased'),
    measurementName: filledText,
    measurementConfiguration: INFRASTRUCTURE.partial().optional(),
  }),
  z.strictObject({
    measurementMode: z.literal('agentBased'),
    measurementName: filledText,
    measurementConfiguration: AGENT.partial().optional(),
  }),
  z.strictObject({
    measurementMode: z.literal('datastoreBased'),
    measurementName: filledText,
    measurementConfiguration: DATASTORE.partial().optional(),
  }),
]);
