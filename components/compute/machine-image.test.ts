import { runtime } from "@pulumi/pulumi";
import { expect } from "chai";
import { type MachineImageKind, machineImage } from "./machine-image.ts";

describe("machine image", () => {
  const asked: string[] = [];
  before(() =>
    runtime.setMocks({
      newResource: ({ name }) => {
        throw new Error(`${name} is not to be made`);
      },
      call({ token, inputs }) {
        expect(token).to.equal("aws:ssm/getParameter:getParameter");
        asked.push(inputs.name);
        return { insecureValue: "ami-0a1b2c3d" };
      },
    }),
  );
  beforeEach(() => asked.splice(0));

  const idOf = (choice: string, kind: MachineImageKind) =>
    new Promise((resolve) => machineImage(choice, kind).apply(resolve));
  const published = "/aws/service/ecs/optimized-ami/amazon-linux-2023";

  it("recommended: AWS's newest for the processor or for GPUs", async () => {
    for (const kind of ["arm64", "x86_64", "gpu"] as const)
      expect(await idOf("recommended", kind)).to.equal("ami-0a1b2c3d");
    expect(asked).to.deep.equal([
      `${published}/arm64/recommended/image_id`,
      `${published}/recommended/image_id`,
      `${published}/gpu/recommended/image_id`,
    ]);
  });

  it("a public parameter: one release", async () => {
    const released = `${published}/al2023-ami-ecs-hvm-1-arm64/image_id`;
    expect(await idOf(released, "arm64")).to.equal("ami-0a1b2c3d");
    expect(asked).to.deep.equal([released]);
  });

  it("an id: used unchanged", async () => {
    expect(await idOf("ami-1", "gpu")).to.equal("ami-1");
    expect(asked).to.deep.equal([]);
  });
});
