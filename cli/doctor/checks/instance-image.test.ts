import { expect } from "chai";
import { examined, lines, now } from "../../../testing/doctor/examined.ts";
import { day } from "../age.ts";
import { instanceImage } from "./instance-image.ts";

const pinned = "ami-0a1b2c3d4e5f60718 (al2023-ami-ecs-hvm-2023.0.20261101-kernel-6.1-arm64)";
const withoutImage = (text: string) => text.replace(/<imageId>.*<\/imageId>/, "");

describe("doctor: instance-image", () => {
  it("the image of the launch template's pinned version: its age", async () => {
    expect(await lines(instanceImage)).to.deep.equal([`ok ${pinned} is 26 days old`]);
    const later = { subject: { now: () => now + 100 * day } };
    expect(await lines(instanceImage, later)).to.deep.equal([`wrong ${pinned} is 126 days old`]);
  });

  it("Batch's own choice: seen at a running instance of the stack", async () => {
    const answers = {
      DescribeLaunchTemplateVersions: withoutImage,
      DescribeImages: (text: string) => text.replace("ami-0a1b2c3d4e5f60718", "ami-0bff1cb9b171a5d15"),
      DescribeInstances: (text: string, request: string) => {
        const filters = new URLSearchParams(request);
        expect([filters.get("Filter.2.Name"), filters.get("Filter.2.Value.1")]).to.deep.equal([
          "tag:stack",
          "dev",
        ]);
        return text;
      },
    };
    expect((await lines(instanceImage, { answers }))[0]).to.match(
      /^ok ami-0bff1cb9b171a5d15 .* is 26 days old$/,
    );
  });

  it("no instance: a note; an image that is gone: wrong", async () => {
    const idle = {
      DescribeLaunchTemplateVersions: withoutImage,
      DescribeInstances: (text: string) => text.replace(/<reservationSet>.*<\/reservationSet>/s, ""),
    };
    const { findings } = await examined(instanceImage, { answers: idle });
    expect(findings.map(({ status }) => status)).to.deep.equal(["note"]);
    const gone = {
      DescribeImages: (text: string, request: string) => {
        // AWS answers InvalidAMIID.NotFound to an id outside of filters.
        expect(new URLSearchParams(request).get("Filter.1.Name")).to.equal("image-id");
        return text.replace(/<imagesSet>.*<\/imagesSet>/s, "");
      },
    };
    expect(await lines(instanceImage, { answers: gone })).to.deep.equal([
      "wrong ami-0a1b2c3d4e5f60718 does not exist any more",
    ]);
  });
});
