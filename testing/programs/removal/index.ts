// A workflow whose runs last an hour. `removed` removes it.
import { machine as describeMachine } from "@batchline/states";
import { build } from "@batchline/states/build";
import { Config } from "@pulumi/pulumi";
import { refusalDuringRuns } from "../../../components/workflow/run-under-way.ts";
import { Workflow } from "../../../components/workflow/workflow.ts";

const machine = build(describeMachine((m) => m.wait("Hour", { seconds: 3600 })));
const beforeDelete = refusalDuringRuns();
if (!new Config().requireBoolean("removed")) {
  new Workflow("patient", {
    workflow: "patient",
    machine,
    tokens: {},
    scheduleEnabled: false,
    accountId: "000000000000",
    logRetentionDays: 1,
    beforeDelete,
  });
}
