import type {
  JobDefinition as JobDefinitionDetail,
  RegisterJobDefinitionRequest,
} from "@aws-sdk/client-batch";
import { accountId } from "../../../host/identity/principal.ts";
import { checkName, checkState } from "../checks/client-exception.ts";
import { checkJobDefinition } from "../checks/job-definition.ts";
import type { With } from "../named-resources.ts";
import { emptyLists } from "./container-properties.ts";

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

  /** The ARN that a request names, or the ARN of the name that it has. */
  arnFor(reference = ""): string {
    return reference.startsWith("arn:") ? reference : this.arnOf(reference);
  }

  /**
   * Creates a revision. Throws ClientException for what Batch refuses.
   * @param of Its number, of an earlier session. @default the next one
   */
  register(spec: RegisterJobDefinitionRequest, of?: number): JobDefinition {
    const name = checkName(spec.jobDefinitionName, "JobDefinition");
    checkJobDefinition(spec);
    const revisions = this.#byName.get(name) ?? [];
    const revision = of ?? (revisions.at(-1)?.revision ?? 0) + 1;
    const { eksProperties: _, type = "container", containerProperties: container, ...fields } = spec;
    const definition: JobDefinition = {
      ...fields,
      ...(container && { containerProperties: { ...emptyLists, ...container } }),
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
    const arn = this.arnFor(reference);
    const prefix = this.arnOf("");
    if (!arn.startsWith(prefix)) return undefined;
    const [name = "", revision] = arn.slice(prefix.length).split(":");
    const revisions = this.#byName.get(name);
    return revision === undefined
      ? revisions?.findLast(({ status }) => status === "ACTIVE")
      : revisions?.find((each) => each.revision === Number(revision));
  }

  /** As `find`, but only with a revision. https://github.com/boto/boto3/issues/2908 */
  revision(reference: string | undefined): JobDefinition | undefined {
    return /:\d+$/.test(reference ?? "") ? this.find(reference) : undefined;
  }

  /** Makes a revision INACTIVE: jobs that use it continue, new ones are refused. Throws ClientException if it does not exist, and without a revision. */
  deregister(reference: string | undefined): void {
    const definition = this.revision(reference);
    checkState(definition !== undefined, `JobDefinition ${reference} not found`);
    definition.status = "INACTIVE";
  }

  /** All revisions, by name, latest first. */
  all(): JobDefinition[] {
    return [...this.#byName.values()].flatMap((revisions) => revisions.toReversed());
  }
}
