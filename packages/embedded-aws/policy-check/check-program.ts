import { resolve } from "node:path";
import type {
  Finding,
  PolicyInfo,
  PolicySettings,
  RegisteredResource,
  Registration,
  Review,
} from "@batchline/pulumi-engine";
import {
  type Analyzer,
  defaultProvider,
  loadProject,
  PolicyPackError,
  ProgramError,
  ProjectError,
  ResourceFailure,
  runProgram,
  startAnalyzer,
} from "@batchline/pulumi-engine";
import { deployProgram } from "../providers/deploy-program.ts";
import { awsFunctions, leavingOthersUnknown } from "../providers/functions.ts";
import { hideSecrets } from "./hide-secrets.ts";

export interface CheckOptions {
  /** The folder with Pulumi.yaml. */
  readonly root: string;
  readonly stack: string;
  /** The folder with PulumiPolicy.yaml. */
  readonly pack: string;
  /** Settings of policies that shall not have their defaults. */
  readonly settings: Readonly<Record<string, PolicySettings>>;
  /**
   * `deployed`: as after a deployment, with made-up ARNs and ids, so that everything can be judged. `preview`: what providers
   * compute is unknown, as in a first `pulumi preview`.
   */
  readonly values: "deployed" | "preview";
  readonly signal?: AbortSignal;
}

export interface CheckedProgram {
  readonly policies: readonly PolicyInfo[];
  readonly findings: readonly Finding[];
  readonly resources: readonly RegisteredResource[];
  /** Resources that a deployment to the embedded AWS would fail for; their ids and ARNs are made up all the same. */
  readonly refused: readonly Refusal[];
}

export interface Refusal {
  readonly resource: Registration;
  /** With the resource's type, its name and the program's line. */
  readonly message: string;
}

/**
 * Runs the Pulumi program, makes nothing, and judges what it declares by the policy pack, as `pulumi preview --policy-pack` does:
 * each resource is mended and judged as it is declared, the stack at the end. Throws as runProgram and startAnalyzer do.
 */
export async function checkProgram(options: CheckOptions): Promise<CheckedProgram> {
  const root = resolve(options.root);
  const { stack, settings, signal, values } = options;
  const starting = startAnalyzer({ pack: resolve(options.pack), settings, ...(signal && { signal }) });
  // Heard of by the first review, or below where the program ends before one.
  starting.catch(() => {});
  const findings: Finding[] = [];
  const refused: Refusal[] = [];
  const project = loadProject({ root, stack, overrides: {}, encrypted });
  // Its fault is told below.
  project.catch(() => {});
  const review: Review = async (resource, explicit) => {
    const analyzer = await starting;
    const provider = explicit ?? defaultProvider(resource, (await project).config);
    const reviewed = await analyzer.review(resource, provider);
    findings.push(...reviewed.findings.map((finding) => told(finding, resource)));
    return reviewed.inputs;
  };
  try {
    const resources = await declared({
      root,
      stack,
      values,
      region: (await project).config["aws:region"] ?? "us-east-1",
      review,
      onInvented: ({ resource, message }) =>
        refused.push({ resource, message: hideSecrets(message, resource) }),
      ...(signal && { signal }),
    });
    const analyzer = await starting;
    const byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
    for (const finding of await analyzer.reviewStack(resources))
      findings.push(told(finding, byUrn.get(finding.urn ?? "")));
    return { policies: analyzer.policies, findings, resources, refused };
  } finally {
    await starting.then(
      (analyzer: Analyzer) => analyzer.stop(),
      () => {},
    );
  }
}

/** Errors whose message is all that a person needs: of the program, its configuration, or the pack. */
export function isForeseen(cause: unknown): cause is Error {
  const foreseen = [ProjectError, ProgramError, ResourceFailure, PolicyPackError];
  return foreseen.some((kind) => cause instanceof kind);
}

function told(finding: Finding, resource: Registration | undefined): Finding {
  return { ...finding, message: hideSecrets(finding.message, resource) };
}

/** Stands for a value of the configuration that is. */
const encrypted = "encrypted";

async function declared({
  values,
  region,
  onInvented,
  ...options
}: {
  readonly root: string;
  readonly stack: string;
  readonly values: CheckOptions["values"];
  readonly region: string;
  readonly review: Review;
  readonly onInvented: (failure: ResourceFailure) => void;
  readonly signal?: AbortSignal;
}): Promise<readonly RegisteredResource[]> {
  const of = { ...options, encrypted };
  if (values === "deployed") return (await deployProgram({ region }, { ...of, onInvented })).resources;
  const functions = leavingOthersUnknown(awsFunctions({ region }));
  return (await runProgram({ ...of, mode: "preview", functions })).resources;
}
