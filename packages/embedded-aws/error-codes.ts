import { CodedError, type ErrorCodes } from "@batchline/diagnostics";

/** The embedded AWS's own errors. Errors of AWS keep the codes of AWS: see AwsError. */
export const errorCodes = {
  "BL-A001": {
    means: "The embedded AWS does not know a resource type of the program.",
    fix: "Use a type of docs/local.md, or add the type to its service in packages/embedded-aws/services.",
  },
  "BL-A003": {
    means: "The program calls a provider function that the embedded AWS does not have.",
    fix: "Use a function of docs/local.md, or add it to packages/embedded-aws/providers/functions.ts.",
  },
  "BL-A004": {
    means: "A resource has an input that AWS or the embedded AWS would refuse.",
    fix: "Correct the input at the path in the message.",
  },
  "BL-A007": {
    means: "The Dockerfile cannot be built without Docker.",
    fix: "Change the Dockerfile at the line in the message.",
  },
  "BL-A008": {
    means: "The bundle command of the Dockerfile failed.",
    fix: "Run the command in the message, and fix its error.",
  },
  "BL-A009": {
    means: "The file with the values of secrets is not valid.",
    fix: "Correct the file at the position in the message.",
  },
  "BL-A010": {
    means: "A service of the list uses another service that starts after it.",
    fix: "Move it behind that service in packages/embedded-aws/services/index.ts.",
  },
  "BL-A011": {
    means: "A secret of a container cannot be read.",
    fix: "Correct the secret's ARN in the job definition, or the rights of its execution role.",
  },
  "BL-A012": {
    means: "A statement of a policy is not one that IAM accepts and the embedded AWS can enforce.",
    fix: "Correct the statement in the message.",
  },
  "BL-A013": {
    means: "A Task has a Resource that the embedded AWS does not have.",
    fix: "Use one of the resources in the message.",
  },
  "BL-A014": {
    means: "The embedded AWS cannot change a resource of this type in place.",
    fix: "Write the update of its type in packages/embedded-aws/services, or declare the input as create-only.",
  },
  "BL-A015": {
    means: "The file resources.json of an earlier session cannot be read.",
    fix: "Start in another folder, or remove this one.",
  },
  "BL-A016": {
    means: "A resource of an earlier session cannot be restored.",
    fix: "Start in another folder, or remove this one.",
  },
  "BL-A017": {
    means:
      "A change took longer than the AWS provider waits. It goes on, for example while a job or an execution runs.",
    fix: "Wait until the work has ended, or stop it. Or set the resource's customTimeouts.",
  },
  "BL-A018": {
    means: "The folder has DynamoDB tables that another version of the embedded AWS wrote.",
    fix: "Start in another folder, or remove this one.",
  },
} as const satisfies ErrorCodes;

export type ErrorCode = keyof typeof errorCodes;

/** An error of the embedded AWS that is not an error of AWS. */
export class EmbeddedAwsError extends CodedError<ErrorCode> {}

/** A statement of a policy is refused. parsePolicy reports it as IAM does. */
export class StatementError extends EmbeddedAwsError {
  constructor(message: string) {
    super("BL-A012", message);
  }
}

/** The Resource of a Task is not in the embedded AWS. */
export class UnknownResourceError extends EmbeddedAwsError {
  constructor(message: string) {
    super("BL-A013", message);
  }
}
