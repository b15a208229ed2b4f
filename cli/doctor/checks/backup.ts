import { DescribeContinuousBackupsCommand } from "@aws-sdk/client-dynamodb";
import { age, minute } from "../age.ts";
import { type Check, note, ok, wrong } from "../check.ts";

/** DynamoDB says that it is five minutes in the past; an hour is a fault. */
const longestMs = 60 * minute;

/** The latest second to which the table of runs can be restored. */
export const backup: Check = {
  name: "backup",
  why: "The table knows which runs succeeded. Without it each tenant's work starts again from nothing.",
  actions: ["dynamodb:DescribeContinuousBackups"],
  async run({ clients, config, outputs, stack, now }, abortSignal) {
    if (outputs === undefined) return [note("not checked: there is no table yet")];
    const request = new DescribeContinuousBackupsCommand({ TableName: outputs.table });
    const { ContinuousBackupsDescription: found } = await clients.dynamodb.send(request, { abortSignal });
    const { PointInTimeRecoveryStatus: status, LatestRestorableDateTime: latest } =
      found?.PointInTimeRecoveryDescription ?? {};
    if (status !== "ENABLED")
      return config.pointInTimeRecovery
        ? [wrong(`point-in-time recovery of ${outputs.table} is off`, `npx pulumi up --stack ${stack}`)]
        : [note("point-in-time recovery is off, as pointInTimeRecovery says")];
    if (latest === undefined) return [note(`${outputs.table} has no restorable time yet`)];
    const since = now() - latest.getTime();
    const what = `${outputs.table} can be restored to ${latest.toISOString()}, ${age(since)} ago`;
    return [
      since <= longestMs ? ok(what) : wrong(what, "ask AWS's health dashboard, and make a backup by hand"),
    ];
  },
};
