/** An AWS account on this machine. README.md introduces it. */
export { type ErrorCode, errorCodes } from "./error-codes.ts";
export { type EmbeddedAws, type StartOptions, startEmbeddedAws } from "./host/start.ts";
export {
  type CheckedProgram,
  type CheckOptions,
  checkProgram,
} from "./policy-check/check-program.ts";
export { type DeployedStack, type DeployOptions, deployProgram } from "./providers/deploy-program.ts";
export { awsFunctions } from "./providers/functions.ts";
export { type RefreshOptions, refreshDeployed } from "./providers/refresh-deployed.ts";
export { runAwsProgram } from "./providers/run-aws-program.ts";
export { type ServedProviders, type ServeOptions, serveProviders } from "./providers/serve-providers.ts";
