export { nvidiaGpus } from "./gpu-instances.ts";
export { instanceRoom, largestInstance } from "./instance-types.ts";
export { parseSecretReference, type SecretReference, secretVariable } from "./secret-reference.ts";
export { mimeMultipart } from "./user-data/mime-multipart.ts";
export { type MimePart, mimeParts } from "./user-data/parse-mime-multipart.ts";
export type { UserDataPart } from "./user-data/user-data-part.ts";
