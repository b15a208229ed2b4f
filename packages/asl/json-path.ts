import { isRecord } from "@batchline/diagnostics";

/** Fields that only states with the query language JSONPath have. */
const jsonPathFields = [
  "InputPath",
  "Parameters",
  "ResultSelector",
  "ResultPath",
  "OutputPath",
  "Result",
  "ItemsPath",
  "SecondsPath",
  "TimestampPath",
  "TimeoutSecondsPath",
  "HeartbeatSecondsPath",
  "MaxConcurrencyPath",
  "ToleratedFailureCountPath",
  "ToleratedFailurePercentagePath",
  "ErrorPath",
  "CausePath",
  "Iterator",
];

/**
 * Says of each state that speaks JSONPath that it does: this interpreter runs JSONata only. A machine speaks JSONPath unless
 * it or each of its states says otherwise.
 */
export function jsonPathProblems(definition: unknown): string[] {
  if (!isRecord(definition)) return [];
  const problems: string[] = [];
  visit(definition, "", definition.QueryLanguage === "JSONata", problems);
  return problems;
}

function visit(block: Record<string, unknown>, path: string, jsonata: boolean, problems: string[]): void {
  if (!isRecord(block.States)) return;
  for (const [name, state] of Object.entries(block.States)) {
    if (!isRecord(state)) continue;
    const here = `${path}/States/${name}`;
    const language = state.QueryLanguage ?? (jsonata ? "JSONata" : "JSONPath");
    if (language !== "JSONata") {
      problems.push(
        `${here}: uses JSONPath; the embedded AWS runs JSONata only. Set "QueryLanguage": "JSONata" on the state machine.`,
      );
    } else {
      for (const field of jsonPathFields.filter((candidate) => Object.hasOwn(state, candidate))) {
        problems.push(
          `${here}/${field}: is a field of JSONPath; use Arguments, Output, Assign or an expression`,
        );
      }
    }
    const inner = language === "JSONata";
    if (isRecord(state.ItemProcessor)) visit(state.ItemProcessor, `${here}/ItemProcessor`, inner, problems);
    if (Array.isArray(state.Branches)) {
      state.Branches.forEach((branch: unknown, index) => {
        if (isRecord(branch)) visit(branch, `${here}/Branches/${index}`, inner, problems);
      });
    }
  }
}
