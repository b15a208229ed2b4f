import { VirtualClock } from "@batchline/clock";
import { rejection } from "@batchline/diagnostics/testing";
import { expect } from "chai";
import { Identity } from "../../host/identity/identity.ts";
import { FakeDeployment } from "../../testing/fake-deployment.ts";
import { SecretsManager } from "./secrets-manager.ts";

describe("secrets of a program", () => {
  const type = "aws:secretsmanager/secret:Secret";
  const day = 86_400_000;
  let clock: VirtualClock;
  let fake: FakeDeployment;
  beforeEach(() => {
    clock = new VirtualClock(0);
    const identity = new Identity({ clock });
    fake = new FakeDeployment({
      service: new SecretsManager({ identity, clock, region: "eu-central-1", file: undefined }),
    });
  });

  const create = (inputs: { recoveryWindowInDays?: number } = {}) =>
    fake.existing(type, { name: "shop/api", ...inputs });
  const pass = (ms: number) => {
    clock.after(ms, () => {});
    clock.step();
  };

  it("keep their name while they may be recovered", async () => {
    await fake.delete(await create({ recoveryWindowInDays: 7 }));
    pass(7 * day - 1);
    expect((await rejection(create())).message).to.equal(
      "You can't create this secret because a secret with this name is already scheduled for deletion.",
    );
    pass(1);
    await create();
  });

  it("free their name at once without a recovery window", async () => {
    const secret = await create();
    expect((await rejection(create())).message).to.equal(
      "The operation failed because the secret shop/api already exists.",
    );
    const changed = await fake.update(secret, { name: "shop/api", recoveryWindowInDays: 0 });
    expect(changed.outputs.arn).to.equal(secret.outputs.arn);
    await fake.delete(changed);
    await fake.delete(changed);
    await create();
  });

  it("refuse a window that AWS does not have", async () => {
    const refused = await rejection(create({ recoveryWindowInDays: 3 }));
    expect(refused.message).to.equal("recoveryWindowInDays: 0, or 7 to 30 days");
  });
});
