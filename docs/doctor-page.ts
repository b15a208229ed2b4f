/**
 * `npm run docs:doctor`: writes docs/doctor.md from the doctor's checks and the rights of each command.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Check } from "../cli/doctor/check.ts";
import { checks } from "../cli/doctor/checks/index.ts";
import { type CommandRights, commandRights } from "../cli/doctor/command-rights.ts";
import type { PlatformResource } from "../contract/people-rights.ts";

/** Services of checks' actions that the embedded AWS answers. */
const embedded = new Set(["batch", "dynamodb", "states"]);

const resources: Readonly<Record<PlatformResource, string>> = {
  stateMachines: "the workflows' state machines",
  executions: "their executions",
  mapRuns: "their map runs",
  executionsOfMapRuns: "the executions of map runs",
  table: "the table of runs",
  jobQueues: "the job queues",
  consumableResources: "limited resources of Batch",
  logGroups: "the log groups",
  runFiles: "plans and manifests in the platform bucket",
  dataBuckets: "the buckets of tenants' data",
  tenantObjects: "tenants' objects",
  everything: "all resources",
};

/** The page's text. */
export function doctorPage(): string {
  return `${[
    intro,
    "## Checks",
    [
      "| check | why it matters | asks | tested with |",
      "|---|---|---|---|",
      ...checks.map(
        (check) => `| \`${check.name}\` | ${check.why} | ${code(check.actions)} | ${testedWith(check)} |`,
      ),
    ].join("\n"),
    shapes,
    "## Rights of each command",
    rightsIntro,
    ["| command | actions | on |", "|---|---|---|", ...commandRights(checks).flatMap(rightsRows)].join("\n"),
    "",
  ]
    .join("\n\n")
    .trimEnd()}\n`;
}

const intro = `# The doctor

<!-- Written by: npm run docs:doctor -->
\`npx batchline doctor --stack dev\` asks AWS what would stop a stack's deployment or its runs. It changes nothing. Start it before the
first deployment, after each one, and when a run does not move.

\`\`\`
ok     caller         arn:aws:sts::111122223333:assumed-role/operator/ada in eu-central-1
wrong  quotas         All Standard (A, C, D, H, I, M, R, T, Z) Spot Instance Requests (L-34B43A08): 5; the stack may use 16
                      why: Jobs above a quota of vCPUs wait RUNNABLE, without an error. A deployment above another quota stops halfway.
                      do: aws service-quotas request-service-quota-increase --service-code ec2 --quota-code L-34B43A08 …
ok     queues         compute: 12 of 16 vCPUs in use (catalogimport 8, sitemap 4); 30 jobs waiting
note   schedules      schedules are off, as scheduleEnabled says

dev: 4 lines, 1 wrong, 1 note
\`\`\`

- \`wrong\`: somebody should act. The lines below say why it matters and what to do. A right that the caller lacks is such a line, and so
  is an answer that does not come within 30 seconds.
- \`note\`: not checked, or not a fault. Before the first deployment there is nothing to ask about queues, for example.
- The exit code is 0 if nothing is wrong, 1 if something is, and 2 for wrong usage. \`--json\` prints one document: \`stack\`, \`region\`,
  \`wrong\`, and \`findings\` with \`check\`, \`status\`, \`what\`, \`why\` and \`fix\`.
- \`--local\` examines the stack in the embedded AWS.

It reads settings from \`Pulumi.<stack>.yaml\`. Settings that a program gives as arguments are not seen. Batch has no quota of job
definitions, so there is no line for them. Each question to Cost Explorer costs 0.01 USD.`;

const shapes = `*Recorded answers* are AWS's answers as its API references show them, in
[testing/aws-answers](../testing/aws-answers). The embedded AWS does not have these services, so no test has asked a real one.`;

const rightsIntro = `Other commands ask nothing of AWS. \`grantRead\`, \`grantOperate\` and \`grantReproduce\` give people rights
([embedding](embedding.md)). The rights of \`pulumi up\` are those that create each type of resource. Changes and deletions need more of
the same services, so give a deploying role whole services ([continuous integration](continuous-integration.md#2-roles)).`;

function testedWith({ actions }: Check): string {
  const asked = actions.map((action) => embedded.has(action.split(":")[0] ?? ""));
  if (asked.every((isEmbedded) => isEmbedded)) return "embedded AWS";
  return asked.some((isEmbedded) => isEmbedded) ? "both" : "recorded answers";
}

function rightsRows({ command, own = [], anywhere = [], onNames = [] }: CommandRights): string[] {
  const row = (actions: readonly string[], on: string) => `| \`${command}\` | ${code(actions)} | ${on} |`;
  const services = [...new Set(anywhere.map((action) => action.split(":")[0]))];
  return [
    ...own.map(({ actions, on }) => row([actions].flat(), resources[on])),
    ...services.map((service) =>
      row(
        anywhere.filter((action) => action.startsWith(`${service}:`)),
        "all resources",
      ),
    ),
    ...(onNames.length > 0 ? [row(onNames, "roles and profiles with the stack's name")] : []),
  ];
}

function code(actions: readonly string[]): string {
  return actions.length === 0 ? "no right" : actions.map((action) => `\`${action}\``).join(", ");
}

if (import.meta.main) writeFileSync(join(import.meta.dirname, "doctor.md"), doctorPage());
