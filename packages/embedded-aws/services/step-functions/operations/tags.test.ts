import {
  CreateStateMachineCommand,
  ListTagsForResourceCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from "@aws-sdk/client-sfn";
import { expect } from "chai";
import { Embedded, roleArn } from "../../../testing/embedded-step-functions.ts";
import { errorName, passing } from "../../../testing/executions.ts";

describe("tags of a state machine", () => {
  let aws: Embedded;
  before(async () => {
    aws = await new Embedded().start();
  });
  after(() => aws.stop());

  it("are given at its creation, added, replaced and taken away", async () => {
    const definition = JSON.stringify({ QueryLanguage: "JSONata", ...passing });
    const { stateMachineArn: resourceArn } = await aws.client.send(
      new CreateStateMachineCommand({
        name: "tagged",
        definition,
        roleArn,
        tags: [{ key: "a", value: "1" }],
      }),
    );
    const tags = [
      { key: "a", value: "2" },
      { key: "b", value: "" },
    ];
    await aws.client.send(new TagResourceCommand({ resourceArn, tags }));
    const listed = () => aws.client.send(new ListTagsForResourceCommand({ resourceArn }));
    expect((await listed()).tags).to.deep.equal(tags);
    await aws.client.send(new UntagResourceCommand({ resourceArn, tagKeys: ["a", "none"] }));
    expect((await listed()).tags).to.deep.equal([{ key: "b", value: "" }]);
  });

  it("are at most fifty, of a machine that exists", async () => {
    const resourceArn = aws.create("many", passing);
    const tags = Array.from({ length: 51 }, (_, index) => ({ key: `key-${index}`, value: "" }));
    expect(await errorName(aws.client.send(new TagResourceCommand({ resourceArn, tags })))).to.equal(
      "TooManyTags",
    );
    const other = new TagResourceCommand({ resourceArn: `${resourceArn}:1`, tags: tags.slice(0, 1) });
    expect(await errorName(aws.client.send(other))).to.equal("ResourceNotFound");
  });
});
