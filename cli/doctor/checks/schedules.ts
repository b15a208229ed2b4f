import { paginateListSchedules } from "@aws-sdk/client-scheduler";
import { plural } from "@batchline/diagnostics";
import { type Check, type Finding, note, ok, wrong } from "../check.ts";

/** Whether workflows with a schedule are started by it. */
export const schedules: Check = {
  name: "schedules",
  why: "A workflow whose schedule is off or missing does not run, and no alarm says so.",
  actions: ["scheduler:ListSchedules"],
  async run({ clients, config, outputs, stack, workflows }, abortSignal) {
    if (outputs === undefined) return [note("not checked: there are no schedules yet")];
    if (!config.scheduleEnabled) return [note("schedules are off, as scheduleEnabled says")];
    const scheduled = workflows.filter(({ schedule }) => schedule !== undefined);
    const targets = new Map<string, { enabled: number; disabled: string[] }>();
    const pages = paginateListSchedules({ client: clients.scheduler }, {}, { abortSignal });
    for await (const { Schedules = [] } of pages)
      for (const { Target, State, Name = "" } of Schedules) {
        const of = targets.get(Target?.Arn ?? "") ?? { enabled: 0, disabled: [] };
        targets.set(Target?.Arn ?? "", of);
        if (State === "ENABLED") of.enabled++;
        else of.disabled.push(Name);
      }
    return scheduled.map(({ name }): Finding => {
      const { enabled, disabled } = targets.get(outputs.stateMachines[name] ?? "") ?? {
        enabled: 0,
        disabled: [],
      };
      const deploy = `npx pulumi up --stack ${stack} --refresh`;
      if (disabled.length > 0) return wrong(`${name}: ${disabled.join(", ")} is disabled`, deploy);
      return enabled === 0
        ? wrong(`${name} has no schedule`, deploy)
        : ok(`${name}: ${plural(enabled, "schedule")}`);
    });
  },
};
