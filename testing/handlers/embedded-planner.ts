import type { SFNClient } from "@aws-sdk/client-sfn";
import type { EndRequest, EndResult } from "../../contract/end-request.ts";
import type { PlanStores } from "../../handlers/plan/plan-stores.ts";
import { lives } from "../../handlers/storage/executions.ts";
import type { Stores } from "../../handlers/storage/stores.ts";

let manifests = 0;

/**
 * What the planner uses, with embedded stores. Its manifests are called `m1`, `m2` and so on.
 * @param end What the close function does with a dead execution's run. @default it fails
 */
export function embeddedPlanner(
  stores: Stores & { readonly states: SFNClient },
  end: (request: EndRequest) => Promise<EndResult> = () => Promise.reject(new Error("asked to end a run")),
): PlanStores {
  return {
    ...stores,
    lives: (stateMachine, execution, claimedAt) =>
      lives(stores.states, stateMachine, execution, claimedAt, stores.now()),
    end,
    nonce: () => `m${++manifests}`,
    planner: "metadata:1",
  };
}
