import type { DescribeStateMachineOutput } from "@aws-sdk/client-sfn";
import { variableReferences } from "@batchline/asl";
import type { StateMachine } from "../state-machine.ts";

type Settings = Pick<
  DescribeStateMachineOutput,
  | "loggingConfiguration"
  | "tracingConfiguration"
  | "encryptionConfiguration"
  | "variableReferences"
  | "revisionId"
>;

/** Reading the expressions of a large machine takes a while. */
const references = new WeakMap<StateMachine["parsed"], Record<string, string[]>>();

function referencesOf(machine: StateMachine["parsed"]): Record<string, string[]> {
  const found = references.get(machine) ?? variableReferences(machine);
  references.set(machine, found);
  return found;
}

/** What both descriptions of a state machine show beside its definition. */
export function settingsOf({ parsed, loggingConfiguration, revisionId }: StateMachine): Settings {
  const read = referencesOf(parsed);
  return {
    loggingConfiguration: { level: "OFF", includeExecutionData: false, ...loggingConfiguration },
    tracingConfiguration: { enabled: false },
    encryptionConfiguration: { type: "AWS_OWNED_KEY" },
    ...(Object.keys(read).length > 0 && { variableReferences: read }),
    revisionId,
  };
}
