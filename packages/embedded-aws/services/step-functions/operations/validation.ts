import type {
  ValidateStateMachineDefinitionInput,
  ValidateStateMachineDefinitionOutput,
} from "@aws-sdk/client-sfn";
import { type DefinitionProblem, errorCodes, isWarning } from "@batchline/asl";
import type { Call, Operations } from "../../../host/gateway/service.ts";

/** AWS's default, and its most. */
const mostDiagnostics = 100;

/**
 * https://docs.aws.amazon.com/step-functions/latest/apireference/API_ValidateStateMachineDefinition.html
 * @param problemsOf Every problem of a definition, warnings included.
 */
export function validationOperation(
  problemsOf: (definition: string) => Promise<readonly DefinitionProblem[]>,
): Operations {
  return {
    ValidateStateMachineDefinition: async (
      {
        definition = "",
        severity = "ERROR",
        maxResults = mostDiagnostics,
      }: ValidateStateMachineDefinitionInput,
      call: Call,
    ): Promise<ValidateStateMachineDefinitionOutput> => {
      call.authorise("states:ValidateStateMachineDefinition", "*");
      const problems = await problemsOf(definition);
      const wanted = problems.filter((problem) => severity === "WARNING" || !isWarning(problem));
      const most = maxResults || mostDiagnostics;
      return {
        result: problems.every(isWarning) ? "OK" : "FAIL",
        diagnostics: wanted.slice(0, most).map(diagnosticOf),
        truncated: wanted.length > most,
      };
    },
  };
}

function diagnosticOf(problem: DefinitionProblem) {
  const { code, message, path } = problem;
  return {
    severity: isWarning(problem) ? ("WARNING" as const) : ("ERROR" as const),
    code: errorCodes[code].aws,
    message,
    ...(path !== null && { location: path }),
  };
}
