import { z } from "zod";
import type { EmbeddedService } from "../../host/embedded-service.ts";
import { regionalArn } from "../../providers/arn.ts";
import { named, nameOf, readInputs } from "../../providers/inputs.ts";

/** https://docs.aws.amazon.com/scheduler/latest/APIReference/API_CreateSchedule.html */
const naming = { maxLength: 64 };

const schedule = z.object({ ...named, groupName: z.string().default("default") });

/** EventBridge Scheduler: declared only, so that nothing starts by itself on a laptop. */
export const scheduler: EmbeddedService<"scheduler"> = {
  name: "scheduler",
  resources: {
    "aws:scheduler/schedule:Schedule": {
      naming,
      inputs: schedule,
      create(resource, { region }) {
        const { name, groupName } = readInputs(schedule, resource);
        const arn = regionalArn("scheduler", region, `schedule/${groupName}/${name}`);
        return { id: `${groupName}/${name}`, outputs: { arn, name, groupName, region } };
      },
    },
    "aws:scheduler/scheduleGroup:ScheduleGroup": {
      naming,
      create(resource, { region }) {
        const name = nameOf(resource);
        const arn = regionalArn("scheduler", region, `schedule-group/${name}`);
        return { id: name, outputs: { arn, name, state: "ACTIVE", region } };
      },
    },
  },
};
