import { graphOf, toSvg } from "@batchline/states/graph";

/** The picture of a machine with the states of a sample run, without the style that the page has. */
export async function sampleMachine(): Promise<string> {
  const svg = await toSvg(
    graphOf({
      StartAt: "Plan",
      States: {
        Plan: { Type: "Task", Resource: "arn:aws:states:::lambda:invoke", Next: "Anything to do?" },
        "Anything to do?": {
          Type: "Choice",
          Choices: [{ Condition: "{% $states.input.chunks > 0 %}", Next: "Each shard" }],
          Default: "Failed",
        },
        "Each shard": {
          Type: "Map",
          ItemProcessor: {
            StartAt: "Fetch",
            States: { Fetch: { Type: "Task", Resource: "arn:aws:states:::batch:submitJob.sync", End: true } },
          },
          Next: "Failed",
        },
        Failed: { Type: "Fail" },
      },
    }),
    { title: "catalog-import" },
  );
  return svg.replace(/<style>[\s\S]*<\/style>/, "");
}
