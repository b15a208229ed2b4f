export { type EmbeddedAws, startEmbeddedAws } from "./host/start.ts";
export {
  type CheckedProgram,
  type CheckOptions,
  checkProgram,
  isForeseen,
} from "./policy-check/check-program.ts";
export { deployProgram } from "./providers/deploy-program.ts";
export { awsFunctions } from "./providers/functions.ts";
export { runAwsProgram } from "./providers/run-aws-program.ts";
