export { UserDataError } from "./error-codes.ts";
export { nvidiaGpus } from "./gpu-instances.ts";
export { hasPrices, spotShare, type VcpuPrice, vcpuPrice } from "./instance-prices.ts";
export { containerRoom, instanceRoom } from "./instance-types.ts";
export { arraySizes, maxEnvironmentVcpus, rootVolumeGiB } from "./limits.ts";
export {
  batchQuotas,
  elasticIps,
  maxStateMachines,
  type Quota,
  vcpuQuotas,
  vpcs,
} from "./quotas.ts";
export { parseSecretReference, type SecretReference, secretVariable } from "./secret-reference.ts";
export { maxUserDataBytes, mimeMultipart, type UserDataPart } from "./user-data/mime-multipart.ts";
export { type MimePart, mimeParts } from "./user-data/parse-mime-multipart.ts";
