import { resolve } from "node:path";
import {
  defaultProvider,
  type Finding,
  loadProject,
  type PolicyInfo,
  type PolicySettings,
  type RegisteredResource,
  type Registration,
  type ResourceFailure,
  type Review,
  runProgram,
  startAnalyzer,
} from "@batchline/pulumi-engine";
import { defaultRegion } from "../host/identity/principal.ts";
import { deployProgram } from "../providers/deploy-program.ts";
import { awsFunctions, leavingOthersUnknown } from "../providers/functions.ts";
import { hideSecrets } from "./hide-secrets.ts";

export interface CheckOptions {
  /** The folder with Pulumi.yaml. */
  readonly root: string;
  readonly stack: string;
  /** The folder with PulumiPolicy.yaml. */
  readonly pack: string;
  /** Settings that differ from the defaults, by policy. */
  readonly settings: Readonly<Record<string, PolicySettings>>;
  /** `deployed`: with invented ARNs and ids, so that all rules can be checked. `preview`: values from providers are unknown. */
  readonly values: "deployed" | "preview";
  readonly signal?: AbortSignal;
}

export interface CheckedProgram {
  readonly policies: readonly PolicyInfo[];
  readonly findings: readonly Finding[];
  readonly resources: readonly RegisteredResource[];
  /** Resources that the embedded AWS would refuse. They have invented ids and ARNs. */
  readonly refused: readonly Refusal[];
}

interface Refusal {
  readonly resource: Registration;
  /** With the resource's type and name, and the program's line. */
  readonly message: string;
}

/**
 * Checks a Pulumi program by a policy pack and creates nothing, like `pulumi preview --policy-pack`. Each resource is remediated
 * and checked when it is declared, the stack at the end. Throws as runProgram and startAnalyzer do.
 * @example
 * const { findings } = await checkProgram({ root: ".", stack: "dev", pack: "policies", settings: {}, values: "deployed" });
 */
export async function checkProgram(options: CheckOptions): Promise<CheckedProgram> {
  const root = resolve(options.root);
  const { stack, settings, signal, values } = options;
  const starting = startAnalyzer({ pack: resolve(options.pack), settings, ...(signal && { signal }) });
  // The first review reports it, or the last statements if the program ends earlier.
  starting.catch(() => {});
  const findings: Finding[] = [];
  const refused: Refusal[] = [];
  const project = loadProject({ root, stack, overrides: {}, encrypted });
  // Reported below.
  project.catch(() => {});
  const review: Review = async (resource, explicit) => {
    const analyzer = await starting;
    const provider = explicit ?? defaultProvider(resource, (await project).config);
    const reviewed = await analyzer.review(resource, provider);
    findings.push(...reviewed.findings.map((finding) => withoutSecrets(finding, resource)));
    return reviewed.inputs;
  };
  try {
    const region = (await project).config["aws:region"] ?? defaultRegion;
    const onInvented = ({ resource, message }: ResourceFailure) =>
      refused.push({ resource, message: hideSecrets(message, resource) });
    const resources = await declared(values, region, onInvented, {
      root,
      stack,
      review,
      ...(signal && { signal }),
    });
    const analyzer = await starting;
    const byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
    for (const finding of await analyzer.reviewStack(resources))
      findings.push(withoutSecrets(finding, finding.urn === undefined ? undefined : byUrn.get(finding.urn)));
    return { policies: analyzer.policies, findings, resources, refused };
  } finally {
    await starting.then(
      (analyzer) => analyzer.stop(),
      () => {},
    );
  }
}

function withoutSecrets(finding: Finding, resource: Registration | undefined): Finding {
  return { ...finding, message: hideSecrets(finding.message, resource) };
}

/** In place of encrypted values of the configuration. */
const encrypted = "encrypted";

async function declared(
  values: CheckOptions["values"],
  region: string,
  onInvented: (failure: ResourceFailure) => void,
  options: Pick<CheckOptions, "root" | "stack" | "signal"> & { readonly review: Review },
): Promise<readonly RegisteredResource[]> {
  const of = { ...options, encrypted };
  if (values === "deployed") return (await deployProgram({ region }, { ...of, onInvented })).resources;
  const functions = leavingOthersUnknown(awsFunctions({ region }));
  return (await runProgram({ ...of, mode: "preview", functions })).resources;
}
