import { z } from "zod";
import { regionalArn } from "../../providers/arn.ts";
import type { Realisations } from "../../providers/deployment.ts";
import { naming, readInputs } from "../../providers/inputs.ts";

/** https://docs.aws.amazon.com/scheduler/latest/APIReference/API_CreateSchedule.html */
const scheduleName = { maxLength: 64 };

const schedule = z.object({ ...naming, groupName: z.string().default("default") });

/** EventBridge Scheduler: declared, so that nothing starts by itself on a laptop. */
export const scheduler: Realisations = {
  "aws:scheduler/schedule:Schedule": (resource, { names, region }) => {
    const { groupName, ...given } = readInputs(schedule, resource);
    const name = names.of(resource, given, scheduleName);
    return {
      id: `${groupName}/${name}`,
      outputs: {
        arn: regionalArn("scheduler", region, `schedule/${groupName}/${name}`),
        name,
        groupName,
        region,
      },
    };
  },
  "aws:scheduler/scheduleGroup:ScheduleGroup": (resource, { names, region }) => {
    const name = names.of(resource, readInputs(z.object(naming), resource), scheduleName);
    return {
      id: name,
      outputs: {
        arn: regionalArn("scheduler", region, `schedule-group/${name}`),
        name,
        state: "ACTIVE",
        region,
      },
    };
  },
};
