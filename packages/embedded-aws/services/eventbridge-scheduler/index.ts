import { z } from "zod";
import type { EmbeddedService } from "../../host/embedded-service.ts";
import { regionalArn } from "../../providers/arn.ts";
import { naming, readInputs } from "../../providers/inputs.ts";

/** https://docs.aws.amazon.com/scheduler/latest/APIReference/API_CreateSchedule.html */
const scheduleName = { maxLength: 64 };

const schedule = z.object({ ...naming, groupName: z.string().default("default") });

/** EventBridge Scheduler: declared only, so that nothing starts by itself on a laptop. */
export const scheduler: EmbeddedService<"scheduler"> = {
  name: "scheduler",
  resources: {
    "aws:scheduler/schedule:Schedule": {
      create(resource, { names, region }) {
        const { groupName, ...given } = readInputs(schedule, resource);
        const name = names.of(resource, given, scheduleName);
        const arn = regionalArn("scheduler", region, `schedule/${groupName}/${name}`);
        return { id: `${groupName}/${name}`, outputs: { arn, name, groupName, region } };
      },
    },
    "aws:scheduler/scheduleGroup:ScheduleGroup": {
      create(resource, { names, region }) {
        const name = names.of(resource, readInputs(z.object(naming), resource), scheduleName);
        const arn = regionalArn("scheduler", region, `schedule-group/${name}`);
        return { id: name, outputs: { arn, name, state: "ACTIVE", region } };
      },
    },
  },
};
