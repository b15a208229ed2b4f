import { InvalidDefinitionError, type StateMachineDefinition } from "@batchline/asl";
import { isRecord } from "@batchline/diagnostics";
import type { SideThread } from "@batchline/state-machines";
import { AwsError } from "../../../host/gateway/aws-error.ts";
import { languageProblems } from "../definition-check.ts";

/** The name that AWS gives a state without a state machine. */
const unnamed = "StateName";

/** The machine of one state, and the state's name. */
export interface TestedDefinition {
  readonly machine: StateMachineDefinition;
  readonly name: string;
}

/** What lies around the state does not count: where it leads, and what a Map or Parallel does inside. */
const ignored = new Set(["BL-L006", "BL-L007", "BL-L013"]);

/**
 * A machine of only the tested state. `stateName` names a state of a machine, at any depth.
 * @throws {InvalidDefinitionError}
 */
export async function testedDefinition(
  text: string,
  stateName: string | undefined,
  thread: SideThread | undefined,
): Promise<TestedDefinition> {
  const definition = parse(text);
  const name = stateName ?? unnamed;
  const machine = stateName === undefined ? { States: { [unnamed]: definition } } : definition;
  const state = stateName === undefined ? definition : find(definition, stateName);
  if (state === undefined)
    throw new AwsError("ValidationException", `State '${stateName}' does not exist in the definition`);
  const language = isRecord(machine) ? machine.QueryLanguage : undefined;
  const alone = {
    QueryLanguage: isRecord(state) ? (state.QueryLanguage ?? language) : language,
    StartAt: name,
    States: { [name]: withoutInside(state) },
  };
  const problems = await languageProblems(JSON.stringify(alone), thread);
  const [first, ...rest] = problems.filter(({ code }) => !ignored.has(code));
  if (first !== undefined) throw new InvalidDefinitionError([first, ...rest]);
  return { machine: alone as StateMachineDefinition, name };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new InvalidDefinitionError([{ code: "BL-L001", path: "/", message }]);
  }
}

/** A state of the machine, or of a block in it. */
function find(block: unknown, name: string): unknown {
  if (!isRecord(block) || !isRecord(block.States)) return undefined;
  if (Object.hasOwn(block.States, name)) return block.States[name];
  for (const state of Object.values(block.States)) {
    if (!isRecord(state)) continue;
    const inner = [state.ItemProcessor, ...(Array.isArray(state.Branches) ? state.Branches : [])];
    const found = inner.map((each) => find(each, name)).find((each) => each !== undefined);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** A Map or Parallel whose inside is one state: it is always mocked. */
function withoutInside(state: unknown): unknown {
  if (!isRecord(state)) return state;
  const { ItemProcessor, Branches } = state;
  return {
    ...state,
    ...(isRecord(ItemProcessor) && { ItemProcessor: emptied(ItemProcessor) }),
    ...(Array.isArray(Branches) && { Branches: Branches.map((each, index) => emptied(each, index)) }),
  };
}

function emptied(block: unknown, index = 0): unknown {
  if (!isRecord(block) || !isRecord(block.States)) return block;
  const name = `Inside ${index}`;
  return { ...block, StartAt: name, States: { [name]: { Type: "Succeed" } } };
}
