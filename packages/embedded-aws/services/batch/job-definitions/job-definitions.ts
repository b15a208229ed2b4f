import type {
  JobDefinition as JobDefinitionDetail,
  RegisterJobDefinitionRequest,
} from "@aws-sdk/client-batch";
import { accountId } from "../../../host/identity/principal.ts";
import { check, checkName } from "../checks/client-exception.ts";
import { checkJobDefinition } from "../checks/job-definition.ts";
import { nameIn, type With } from "../named-resources.ts";

export type JobDefinition = With<
  JobDefinitionDetail,
  "jobDefinitionName" | "jobDefinitionArn" | "revision" | "type"
>;

/** Job definitions and their revisions. */
export class JobDefinitions {
  readonly #region: string;
  /** Name → revisions, the latest last. */
  readonly #byName = new Map<string, JobDefinition[]>();

  constructor(region: string) {
    this.#region = region;
  }

  /** Without a revision. */
  arnOf(name: string): string {
    return `arn:aws:batch:${this.#region}:${accountId}:job-definition/${name}`;
  }

  /**
   * Creates a revision. Throws ClientException for what Batch refuses.
   * @param of Its number, of an earlier session. @default the next one
   */
  register(spec: RegisterJobDefinitionRequest, of?: number): JobDefinition {
    const name = checkName(spec.jobDefinitionName, "jobDefinitionName");
    checkJobDefinition(name, spec);
    const revisions = this.#byName.get(name) ?? [];
    const revision = of ?? (revisions.at(-1)?.revision ?? 0) + 1;
    const { eksProperties: _, type = "container", ...fields } = spec;
    const definition: JobDefinition = {
      ...fields,
      jobDefinitionName: name,
      jobDefinitionArn: `${this.arnOf(name)}:${revision}`,
      revision,
      status: "ACTIVE",
      type,
      parameters: spec.parameters ?? {},
      tags: spec.tags ?? {},
      platformCapabilities: spec.platformCapabilities ?? ["EC2"],
      containerOrchestrationType: "ECS",
    };
    this.#byName.set(name, [...revisions, definition]);
    return definition;
  }

  /** By `name` (its latest active revision), by `name:revision` (also an inactive one), or by an ARN of either form. */
  find(reference: string | undefined): JobDefinition | undefined {
    if (reference === undefined) return undefined;
    const [name = "", revision] = nameIn(reference).split(":");
    const revisions = this.#byName.get(name);
    return revision === undefined
      ? revisions?.findLast(({ status }) => status === "ACTIVE")
      : revisions?.find((each) => each.revision === Number(revision));
  }

  /** Makes a revision INACTIVE: jobs that use it continue, new ones are refused. Throws ClientException if it does not exist, and without a revision. */
  deregister(reference: string | undefined): void {
    const definition = nameIn(reference ?? "").includes(":") ? this.find(reference) : undefined;
    check(definition !== undefined, `JobDefinition ${reference} not found`);
    definition.status = "INACTIVE";
  }

  /** All revisions, by name, latest first. */
  all(): JobDefinition[] {
    return [...this.#byName.values()].flatMap((revisions) => revisions.toReversed());
  }
}
