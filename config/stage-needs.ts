import type { Stage } from "../workflow-kit/at-deploy/declaration.ts";
import type { Architecture } from "./instance-types.ts";
import type { SettingProblem } from "./setting-problem.ts";

/** The parts of a workflow that refer to the settings; see `Workflow`. */
export interface NeedyWorkflow {
  readonly name: string;
  readonly stages: Readonly<Record<string, Pick<Stage, "consumes" | "secrets" | "gpus">>>;
}

/** The settings that stages refer to; see `PlatformSettings`. */
interface Needed {
  readonly architecture: Architecture;
  readonly consumableResources: Readonly<Record<string, number>>;
  readonly secrets: Readonly<Record<string, string>>;
}

/** What stages need and the settings lack. */
export function unmetNeeds(config: Needed, workflows: readonly NeedyWorkflow[]): SettingProblem[] {
  const stages = stagesOf(workflows);
  return stages.flatMap((stage) => [
    ...missingGpus(config, stage),
    ...missingUnits(config, stage),
    ...missingSecrets(config, stage),
  ]);
}

/** The secrets that some stage uses, name → ARN. */
export function usedSecrets(
  { secrets }: Pick<Needed, "secrets">,
  workflows: readonly NeedyWorkflow[],
): Record<string, string> {
  const used = new Set(stagesOf(workflows).flatMap((stage) => Object.values(stage.secrets ?? {})));
  return Object.fromEntries(Object.entries(secrets).filter(([name]) => used.has(name)));
}

type PlacedStage = ReturnType<typeof stagesOf>[number];

function missingGpus({ architecture }: Needed, { place, gpus = 0 }: PlacedStage): SettingProblem[] {
  if (gpus === 0 || architecture === "x86_64") return [];
  const message = `${place}.gpus: AWS has no ECS image with NVIDIA's drivers for ${architecture}`;
  return [{ code: "BL-C005", key: "architecture", message, fix: "x86_64" }];
}

/** Too few units: the job would wait RUNNABLE forever. */
function missingUnits(
  { consumableResources: totals }: Needed,
  { place, consumes = {} }: PlacedStage,
): SettingProblem[] {
  return Object.entries(consumes).flatMap(([entry, quantity]): SettingProblem[] => {
    const total = Object.hasOwn(totals, entry) ? totals[entry] : undefined;
    if (total !== undefined && total >= quantity) return [];
    const lack = total === undefined ? "there is none" : `there is only ${total}`;
    const message = `${place}.consumes: needs ${quantity} of ${JSON.stringify(entry)}, and ${lack}`;
    return [{ code: "BL-C006", key: "consumableResources", message, entry, fix: String(quantity) }];
  });
}

function missingSecrets(
  { secrets: defined }: Needed,
  { place, secrets = {} }: PlacedStage,
): SettingProblem[] {
  return Object.entries(secrets).flatMap(([variable, entry]): SettingProblem[] => {
    if (Object.hasOwn(defined, entry)) return [];
    const message = `${place}.secrets.${variable}: is ${JSON.stringify(entry)}, and no ARN says which secret that is`;
    return [{ code: "BL-C006", key: "secrets", message, entry }];
  });
}

function stagesOf(workflows: readonly NeedyWorkflow[]) {
  return workflows.flatMap(({ name, stages }) =>
    Object.entries(stages).map(([stage, spec]) => {
      return { ...spec, place: `workflow ${JSON.stringify(name)}: stages.${stage}` };
    }),
  );
}
