import { rm } from "node:fs/promises";
import { join } from "node:path";
import { HeadBucketCommand, S3Client } from "@aws-sdk/client-s3";
import { expect } from "chai";
import { changes, sorted } from "./described-steps.ts";
import { RealStack } from "./real-stack.ts";

/** Each test continues with the stack that the one before it left. */
describe("Pulumi's own engine, with the stack prod", () => {
  let stack: RealStack;
  before(async () => {
    stack = await RealStack.start({ stack: "prod" });
  });
  after(() => stack?.stop());
  const recorded = (type: string) => stack.aws.record.all().filter((one) => one.type.endsWith(`:${type}`));

  it("creates everything, and has nothing to do the second time", async () => {
    const plan = await stack.planOfEmbeddedEngine();
    const { errors, steps } = await stack.perform("up");
    expect(errors).to.deep.equal([]);
    expect(sorted(steps)).to.deep.equal(sorted(plan));
    expect(changes(await stack.planOfEmbeddedEngine())).to.deep.equal([]);
    expect(changes((await stack.perform("up")).steps)).to.deep.equal([]);
  });

  it("leaves a removed tenant's bucket in the account, with its settings", async () => {
    const before = stack.aws.record.all().filter(({ name }) => name === "storage-cafe-lumiere");
    expect(before.length).to.be.greaterThan(5);
    await rm(join(stack.project.root, "tenants", "cafe-lumiere.yaml"));
    const plan = await stack.planOfEmbeddedEngine();
    const { errors, steps, outputs } = await stack.perform("up");
    expect(errors).to.deep.equal([]);
    expect(sorted(steps)).to.deep.equal(sorted(plan));
    expect(outputs.tenantBuckets).to.deep.equal({});
    expect(stack.aws.record.all().filter(({ name }) => name === "storage-cafe-lumiere")).to.deep.equal(
      before,
    );
    const s3 = new S3Client(stack.aws.clientConfig);
    await s3.send(new HeadBucketCommand({ Bucket: "cafe-lumiere-catalogue-000000000000-eu-central-1-an" }));
    s3.destroy();
  });

  it("refuses to destroy what is protected, and leaves it if the rest may go", async () => {
    const protectedTypes = ["Bucket", "Table"];
    const { errors } = await stack.perform("destroy", { excludeProtected: true });
    // As AWS has it: a repository with images stays.
    expect(errors.join("\n")).to.include("cannot be deleted because it still contains images");
    expect(protectedTypes.flatMap(recorded).map(({ name }) => name)).to.have.members([
      "storage-platform",
      "storage-data",
      "storage-cafe-lumiere",
      "storage-runs",
    ]);
  });
});
