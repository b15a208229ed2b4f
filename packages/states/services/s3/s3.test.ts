import { text, token } from "../../index.ts";
import { testTasks } from "../../testing/service-tasks.ts";

describe("tasks of S3", () => {
  testTasks({
    "s3.getObject": {
      resource: "aws-sdk:s3:getObject",
      describe: (m) => m.s3.getObject("Do", { Bucket: token("bucket"), Key: "a/b.json" }),
      args: { Bucket: "bucket", Key: "a/b.json" },
      rights: ["s3:GetObject arn:aws:s3:::bucket/a/b.json"],
    },
    "s3.putObject": {
      resource: "aws-sdk:s3:putObject",
      describe: (m) =>
        m.s3.putObject("Do", { Bucket: "b", Key: text`out/${m.input.id}.txt`, Body: "x", IfNoneMatch: "*" }),
      args: {
        Bucket: "b",
        Key: "{% 'out/' & $states.context.Execution.Input.id & '.txt' %}",
        Body: "x",
        IfNoneMatch: "*",
      },
      rights: ["s3:PutObject arn:aws:s3:::b/out/*.txt"],
    },
  });
});
