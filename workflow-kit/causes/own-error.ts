import { exitCode as codes } from "../../contract/exit-codes.ts";
import type { StageTry } from "../../contract/records.ts";
import type { Explanation } from "./reason-rule.ts";

/** What a stage recorded about its failure. */
interface OwnError {
  readonly error: string;
  readonly where?: string | undefined;
  readonly tries?: readonly StageTry[] | undefined;
}

const denied = /is not authorized to perform|AccessDenied|Access Denied|UnauthorizedOperation/;
const supplier =
  /answered (5\d\d|429|408)\b|did not answer within|accepted no connection|the response stalled|the connection to \S+ failed/;
/** Messages of V8 about mistakes in code. */
const mistakes =
  /^(Cannot (read|set|convert|access|destructure|find|use)|Assignment to constant|Invalid (array|string) length|Maximum call stack|Unexpected (token|end|identifier))|\bis not (a function|defined|iterable|a constructor)\b/;

/** Exit codes of errors that stages throw on purpose. A stage that fails for good ends with one of them, too. */
const onPurpose: readonly number[] = [
  codes.done,
  codes.badData,
  codes.tryAgain,
  codes.badConfig,
  codes.interrupted,
];

/** A stage's own error, in its words. It is a mistake of the code where no `StageError` was thrown: then the exit code is another. */
export function explainOwnError({ error, where, tries = [] }: OwnError): Explanation {
  const [last] = tries.slice(-1);
  if (denied.test(error)) {
    const help = "give the right to the stage by the workflow's or the stack's grants, and deploy";
    return { kind: "deployment", sentence: error, help };
  }
  if (last?.exitCode === codes.badConfig)
    return { kind: "deployment", sentence: error, help: "correct the deployment, and deploy again" };
  if (supplier.test(error))
    return { kind: "stage", sentence: error, help: "run the rest again when the supplier answers" };
  if (error.startsWith("AWS: "))
    return { kind: "stage", sentence: error, help: "run the rest again: AWS failed for a while" };
  const isCrash = tries.some(({ exitCode }) => exitCode !== undefined && !onPurpose.includes(exitCode));
  if (isCrash || mistakes.test(error)) {
    const help = where === undefined ? "see its log" : `correct ${where}, deploy, and run the rest again`;
    return { kind: "crash", sentence: error, help };
  }
  if (tries.length === 1 && last?.exitCode === codes.badData)
    return {
      kind: "stage",
      sentence: error,
      help: "correct the tenant's data or its file, and run the rest again",
    };
  return { kind: "stage", sentence: error };
}
