import type { DefinitionProblem } from "./invalid-definition-error.ts";
import { everyState, type Fields, type OutlinedBlock } from "./outline.ts";

/** Fields that only states with the query language JSONPath have. */
const jsonPathFields =
  "InputPath Parameters ResultSelector ResultPath OutputPath Result ItemsPath SecondsPath TimestampPath TimeoutSecondsPath HeartbeatSecondsPath MaxConcurrencyPath ToleratedFailureCountPath ToleratedFailurePercentagePath ErrorPath CausePath Iterator".split(
    " ",
  );

/** The states that use JSONPath. A state without a language of its own has the machine's, wherever it is. */
export function jsonPathProblems(block: OutlinedBlock, machineLanguage: unknown): DefinitionProblem[] {
  return [...everyState(block)].flatMap(({ state: { name, path, fields } }) =>
    messages(fields, machineLanguage).map(
      (message): DefinitionProblem => ({ code: "BL-L004", path, state: name, message }),
    ),
  );
}

function messages(fields: Fields, machineLanguage: unknown): string[] {
  const language = fields.QueryLanguage ?? machineLanguage ?? "JSONPath";
  if (language === "JSONata") {
    const misplaced = jsonPathFields.filter((field) => Object.hasOwn(fields, field));
    const supported = "is only supported for the 'JSONPath' QueryLanguage";
    return misplaced.map(
      (field) => `The QueryLanguage is set to 'JSONata', but field '${field}' ${supported}`,
    );
  }
  if (machineLanguage === "JSONata")
    return [`'QueryLanguage' can not be '${language}' if set to 'JSONata' for whole state machine`];
  return ['uses JSONPath; only JSONata runs here. Set "QueryLanguage": "JSONata" on the state machine'];
}
