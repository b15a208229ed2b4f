import { CodedError, type ErrorCodes } from "@batchline/diagnostics";

/** The errors of the Pulumi engine. */
export const errorCodes = {
  "BL-E001": {
    means: "The folder is not a Pulumi project: it has no Pulumi.yaml.",
    fix: "Give the folder with Pulumi.yaml.",
  },
  "BL-E002": {
    means: "Pulumi.yaml or the stack's file is not valid YAML.",
    fix: "Fix the syntax at the position in the message.",
  },
  "BL-E003": {
    means: "Pulumi.yaml has an invalid name, main, or declaration of a configuration key.",
    fix: "Fix the value at the position in the message.",
  },
  "BL-E004": { means: "The stack has no file.", fix: "Use one of the stacks that the message lists." },
  "BL-E005": {
    means: "A configuration key has no value.",
    fix: "Set it with `pulumi config set`, or give it a default.",
  },
  "BL-E006": {
    means: "A configuration value does not have its declared type.",
    fix: "Give a value of the type in the message.",
  },
  "BL-E007": {
    means: "A configuration value is encrypted. Only Pulumi can decrypt it.",
    fix: "Give a plain value for the key.",
  },
  "BL-E008": {
    means: "A value was given for a configuration key that Pulumi.yaml does not declare.",
    fix: "Correct the key, or declare it in Pulumi.yaml.",
  },
  "BL-E009": { means: "The program failed.", fix: "Fix the program at the line in the message." },
  "BL-E010": {
    means: "A resource could not be created, read, changed or deleted.",
    fix: "Fix the resource at the line in the message.",
  },
  "BL-E011": {
    means: "The policy pack could not be loaded.",
    fix: "Fix the error that the pack printed. The message quotes it.",
  },
  "BL-E012": {
    means: "The program asks for something that only Pulumi's own engine or another run has.",
    fix: "Preview or deploy the program with Pulumi, or remove the call that the message names.",
  },
  "BL-E013": {
    means: "The program's SDK sent a value that this engine cannot read.",
    fix: "Use the version of @pulumi/pulumi that is in package.json.",
  },
  "BL-E014": {
    means: "A protected resource would be deleted or replaced.",
    fix: "Remove `protect` from the resource in the program and deploy it, or undo the change.",
  },
  "BL-E015": {
    means: "A state file is not an export of a Pulumi stack in version 3 or 4.",
    fix: "Write it with `pulumi stack export`, or delete it to start with an empty stack.",
  },
  "BL-E016": {
    means: "The secrets of a state file cannot be decrypted.",
    fix: "Export it with `pulumi stack export --show-secrets`, or write its passphrase into the file that the message names.",
  },
  "BL-E017": {
    means: "Two resources of the program are the same resource of the state, because of their aliases.",
    fix: "Remove the alias from one of them.",
  },
  "BL-E018": {
    means: "The configuration value `pulumi:autonaming` is not valid.",
    fix: "Correct it: https://www.pulumi.com/docs/iac/concepts/resources/names/#autonaming-configuration",
  },
  "BL-E019": {
    means: "A stack would be destroyed without its program, which has hooks for a deletion.",
    fix: "Run the program for it, as `pulumi destroy --run-program` does.",
  },
} as const satisfies ErrorCodes;

export type ErrorCode = keyof typeof errorCodes;

/** A state file that cannot be used (BL-E015, BL-E016). */
export class StateError extends CodedError<"BL-E015" | "BL-E016"> {}

/** A request of the program that this engine cannot answer (BL-E012, BL-E013). */
export class UnsupportedRequestError extends CodedError<ErrorCode> {}
