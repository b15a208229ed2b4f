import { randomUUID } from "node:crypto";
import type { TestStateInput } from "@aws-sdk/client-sfn";
import { InvalidDefinitionError, isObject, type Json, type JsonObject, type State } from "@batchline/asl";
import { must } from "@batchline/diagnostics";
import {
  follow,
  History,
  type Mock,
  type Run,
  type SideThread,
  type Tested,
  Thread,
  testState,
  UnfitMockError,
} from "@batchline/state-machines";
import { AwsError } from "../../../host/gateway/aws-error.ts";
import { parseText } from "../../../host/gateway/body/parse-json.ts";
import { regionalArn } from "../../../providers/arn.ts";
import { checkIntegrations } from "../integrations/check.ts";
import { connectorFor } from "../integrations/connectors.ts";
import { SdkSession } from "../integrations/sdk/session.ts";
import { throwAsAws } from "../invalid-definition.ts";
import type { LauncherOptions } from "../launcher.ts";
import { givenContext } from "./given-context.ts";
import { givenMock } from "./given-mock.ts";
import { type TestedDefinition, testedDefinition } from "./tested-definition.ts";

type Parts = Omit<LauncherOptions, "store" | "watch"> & { readonly thread: SideThread | undefined };

/** Runs single states, with mocks or with the services themselves. */
export class StateTester {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Throws AwsError for a test that AWS refuses. */
  async test(input: TestStateInput): Promise<Tested> {
    const { clock, surroundings } = this.#parts;
    const { machine, name } = await this.#definition(input).catch(throwAsAws);
    const state = must(machine.States[name], "the definition has the tested state");
    const mock = givenMock(input, state, surroundings.calls);
    const history = new History(clock);
    history.record("ExecutionStarted", 0);
    const data = parsed(input.input, "input");
    const thread = new Thread({ block: machine, input: data, history });
    const variables = parsed(input.variables, "variables");
    if (isObject(variables)) thread.assign(variables);
    const session = this.#session(input.roleArn);
    const run = this.#run(session, mock, this.#context(input, state, data), data);
    const retries = input.stateConfiguration?.retrierRetryCount ?? 0;
    try {
      return await testState({ run, thread, history, mock, retries });
    } catch (cause) {
      if (!(cause instanceof UnfitMockError)) throw cause;
      throw new AwsError("ValidationException", cause.message, 400, { cause });
    } finally {
      session.close();
    }
  }

  async #definition({ definition, stateName }: TestStateInput): Promise<TestedDefinition> {
    const text = must(definition, "the model requires it");
    const tested = await testedDefinition(text, stateName, this.#parts.thread);
    const [first, ...rest] = checkIntegrations(tested.machine, this.#parts.surroundings.calls);
    if (first !== undefined) throw new InvalidDefinitionError([first, ...rest]);
    return tested;
  }

  /** Without a role nothing is called: `givenMock` requires it for that. */
  #session(roleArn = ""): SdkSession {
    const { identity, region, endpoint } = this.#parts;
    return new SdkSession({ identity, region, endpoint: endpoint(), roleArn, sessionName: randomUUID() });
  }

  /** The given context object, or one of an Express execution, as on AWS. */
  #context({ context, roleArn }: TestStateInput, state: State, input: Json): JsonObject {
    const { region, clock } = this.#parts;
    if (context !== undefined)
      return givenContext(context, state.Type === "Task" ? state.Resource : undefined);
    const [machine, execution] = [randomUUID(), randomUUID()];
    const time = new Date(clock.now()).toISOString();
    const canRetry = ["Task", "Map", "Parallel"].includes(state.Type);
    return {
      Execution: {
        Id: regionalArn("states", region, `express:${machine}:${execution}`),
        Input: input,
        Name: execution,
        RoleArn: roleArn ?? null,
        StartTime: time,
      },
      StateMachine: { Id: regionalArn("states", region, `stateMachine:${machine}`), Name: machine },
      State: { Name: "StateName", EnteredTime: time, ...(canRetry && { RetryCount: 0 }) },
    };
  }

  #run(session: SdkSession, mock: Mock | undefined, context: JsonObject, input: Json): Run {
    const { clock, evaluator, random, region, surroundings } = this.#parts;
    const { arn, name } = { arn: String(context.Execution), name: "TestState" };
    const origin = { executionArn: arn, stateMachineArn: arn };
    const startTime = new Date(clock.now()).toISOString();
    const run: Run = {
      execution: { arn, name, roleArn: "", input, startTime, redriveCount: 0 },
      machine: { arn, name },
      context,
      region,
      clock,
      evaluator,
      random,
      connect: (resource) => {
        const connector = connectorFor(resource, { ...surroundings, session, origin });
        return mock === undefined ? connector : { ...connector, perform: () => mocked(mock) };
      },
      follow: (thread) => follow(run, thread),
      startMapRun: () => {
        throw new TypeError("a Map is tested with a mock");
      },
      background: (work) => void work.catch(() => {}),
    };
    return run;
  }
}

async function mocked({ result = null, failure }: Mock): Promise<Json> {
  if (failure !== undefined) throw failure;
  return result;
}

function parsed(text = "{}", field: string): Json {
  try {
    return parseText(text);
  } catch (cause) {
    throw new AwsError("InvalidExecutionInput", `The ${field} is not valid JSON`, 400, { cause });
  }
}
