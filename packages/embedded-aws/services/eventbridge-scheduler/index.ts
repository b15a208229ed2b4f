import type { Registration } from "@batchline/pulumi-engine";
import { z } from "zod";
import type { EmbeddedService } from "../../host/embedded-service.ts";
import { AwsError } from "../../host/gateway/aws-error.ts";
import { regionalArn } from "../../providers/arn.ts";
import { declaredOnly } from "../../providers/declared-only.ts";
import { named, nameOf, readInputs } from "../../providers/inputs.ts";
import type { Naming } from "../../providers/naming.ts";

/** https://docs.aws.amazon.com/scheduler/latest/APIReference/API_CreateSchedule.html */
const naming = (what: string): Naming => ({
  maxLength: 64,
  pattern: /^[\w.-]+$/,
  taken: (name) => new AwsError("ConflictException", `${what} ${name} already exists.`, 409),
  uniqueWithin: ({ groupName = "default" }) => groupName,
});

const schedule = z.object({ ...named, groupName: z.string().default("default") });

/** EventBridge Scheduler: declared only, so that nothing starts by itself on a laptop. */
export const scheduler: EmbeddedService<"scheduler"> = {
  name: "scheduler",
  resources: {
    "aws:scheduler/schedule:Schedule": declaredOnly(
      ({ readId, ...resource }, { region }) => {
        const [groupName = "", name = ""] = (readId ?? idOf(resource)).split("/");
        const arn = regionalArn("scheduler", region, `schedule/${groupName}/${name}`);
        return { id: `${groupName}/${name}`, outputs: { arn, name, groupName, region } };
      },
      { naming: naming("Schedule"), inputs: schedule },
    ),
    "aws:scheduler/scheduleGroup:ScheduleGroup": declaredOnly(
      (resource, { region }) => {
        const name = resource.readId ?? nameOf(resource);
        const arn = regionalArn("scheduler", region, `schedule-group/${name}`);
        return { id: name, outputs: { arn, name, state: "ACTIVE", region } };
      },
      { naming: naming("Schedule group") },
    ),
  },
};

function idOf(resource: Pick<Registration, "inputs">): string {
  const { groupName, name } = readInputs(schedule, resource);
  return `${groupName}/${name}`;
}
