/**
 * A process for one command of Pulumi's engine on one stack: an inline program can be loaded only once per process. Gets a Request
 * and sends a Result.
 */
import { join } from "node:path";
import {
  type EngineEvent,
  LocalWorkspace,
  PulumiCommand,
  type Stack,
} from "@pulumi/pulumi/automation/index.js";

export interface Request {
  readonly command: "up" | "preview" | "refresh" | "destroy";
  /** The folder with Pulumi.yaml and the program, index.ts. */
  readonly root: string;
  readonly stack: string;
  /** A folder with bin/pulumi. */
  readonly pulumi: string;
  /** A policy pack that is a program, with its settings. */
  readonly policyPack?: { readonly file: string; readonly config: string };
  /** Of a destruction: leave what is protected. @default it fails */
  readonly excludeProtected?: boolean;
}

/** What the engine did to a resource, or will do. */
export interface EngineStep {
  readonly operation: string;
  readonly urn: string;
  /** Paths of changed inputs. */
  readonly changed: readonly string[];
  /** Paths of the inputs that need a new resource. */
  readonly replaces: readonly string[];
}

interface PolicyReport {
  readonly policy: string;
  /** Absent for the stack as a whole. */
  readonly urn?: string | undefined;
  readonly level: string;
}

export interface Result {
  /** In the order in which they began; of a refresh, in which they ended. */
  readonly steps: readonly EngineStep[];
  /** Of a preview: what the program would export, as far as it is known. */
  readonly outputs: Readonly<Record<string, unknown>>;
  /** Messages of severity error. Empty: the command succeeded. */
  readonly errors: readonly string[];
  /** What the policy pack reported. */
  readonly policies: readonly PolicyReport[];
}

if (process.send !== undefined)
  process.once("message", async (request: Request) => {
    process.send?.(await perform(request), undefined, {}, () => process.disconnect());
  });

async function perform(request: Request): Promise<Result> {
  const { command, root } = request;
  process.chdir(root);
  const steps: EngineStep[] = [];
  const errors: string[] = [];
  const policies: PolicyReport[] = [];
  let previewed: Readonly<Record<string, unknown>> = {};
  const onEvent = (event: EngineEvent) => {
    const { resourcePreEvent, resOutputsEvent, diagnosticEvent, policyEvent } = event;
    if (policyEvent !== undefined) {
      const { policyName: policy, resourceUrn: urn, enforcementLevel: level } = policyEvent;
      policies.push({ policy, urn, level });
    }
    // What a refresh finds is known only after each step.
    const { metadata } = (command === "refresh" ? resOutputsEvent : resourcePreEvent) ?? {};
    if (metadata !== undefined) {
      const { op, urn, diffs, keys } = metadata;
      steps.push({ operation: op, urn, changed: diffs ?? [], replaces: keys ?? [] });
    }
    if (resOutputsEvent?.metadata.type === "pulumi:pulumi:Stack")
      previewed = { ...resOutputsEvent.metadata.new?.outputs };
    if (diagnosticEvent?.severity === "error") errors.push(diagnosticEvent.message);
  };
  const stack = await selected(request);
  // Only the program can say whether a workflow may be deleted.
  const { policyPack, excludeProtected = false } = request;
  const packs = policyPack && { policyPacks: [policyPack.file], policyPackConfigs: [policyPack.config] };
  const options = { onEvent, runProgram: true, excludeProtected, ...packs };
  const outputs = await stack[command](options).then(
    () => stack.outputs(),
    (cause: Error) => {
      if (errors.length === 0) errors.push(cause.message);
      return {};
    },
  );
  if (command === "preview") return { steps, outputs: previewed, errors, policies };
  const values = Object.entries(outputs).map(([name, output]) => [name, output.value] as const);
  return { steps, outputs: Object.fromEntries(values), errors, policies };
}

async function selected({ root, stack, pulumi }: Request): Promise<Stack> {
  const program = async () => ({ ...(await import(join(root, "index.ts"))) });
  return LocalWorkspace.createOrSelectStack(
    { stackName: stack, projectName: "batchline", program },
    { workDir: root, pulumiCommand: await PulumiCommand.get({ root: pulumi }) },
  );
}
