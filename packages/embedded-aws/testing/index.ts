export { Faults } from "../host/faults/faults.ts";
export { AwsError } from "../host/gateway/aws-error.ts";
export { EcsEndpoints } from "../host/gateway/ecs-endpoints.ts";
export { awsJsonService } from "../host/gateway/protocols/aws-json.ts";
export { QueryParameters } from "../host/gateway/protocols/query.ts";
export { restJsonService } from "../host/gateway/protocols/rest-json.ts";
export { type Gateway, startGateway } from "../host/gateway/server.ts";
export type { Call, GatewayResponse, Service } from "../host/gateway/service.ts";
export { Identity } from "../host/identity/identity.ts";
export { accountId, type LongTermCredentials, type Principal } from "../host/identity/principal.ts";
export { deploymentPackage, type PackageFiles } from "../providers/deployment-package.ts";
export { isKnownType } from "../providers/resource-registry.ts";
export { type DynamoDb, startDynamoDb } from "../services/dynamodb/dynamodb.ts";
export { ecsService } from "../services/ecs/container-instances-service.ts";
export { embeddedServices } from "../services/index.ts";
export { Concurrency } from "../services/lambda/concurrency.ts";
export { type S3, startS3 } from "../services/s3/s3.ts";
export { SecretsManager } from "../services/secrets-manager/secrets-manager.ts";
export { Ses } from "../services/ses/ses.ts";
export { Sns } from "../services/sns/sns.ts";
export { assumeRole } from "../services/sts/assume-role.ts";
export { stsService } from "../services/sts/index.ts";
export { BenchBatch } from "./bench-batch.ts";
export {
  account,
  checkIntegrations,
  Embedded,
  eventually,
  FunctionError,
  isOver,
  machineArn,
  region,
  roleArn,
} from "./embedded-step-functions.ts";
export { serveBatch } from "./serve-batch.ts";
export { serveS3 } from "./served-s3.ts";
export { type SimulatedJob, simulate } from "./simulate.ts";
export { uploadPayload } from "./upload-payload.ts";
