import { consumableResources } from "../one-deployment/consumable-resources.ts";
import { containerPlanned } from "../one-deployment/container-planned.ts";
import { gpuStage } from "../one-deployment/gpu-stage.ts";
import { secrets } from "../one-deployment/secrets.ts";
import { deployStageFeatures, type StageFeatures } from "../one-deployment/stage-features.ts";

describe("on one embedded AWS", function () {
  this.timeout(180_000);
  let deployed: StageFeatures;
  before(async () => {
    deployed = await deployStageFeatures();
  });
  after(() => deployed?.stop());

  for (const tests of [consumableResources, containerPlanned, gpuStage, secrets]) tests(() => deployed);
});
