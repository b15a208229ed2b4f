import type { PolicyResource, ResourceValidationArgs } from "@pulumi/policy";
import { UnknownValueError, unknownCheckingProxy } from "@pulumi/policy/proxy.js";
import { expect } from "chai";
import fc from "fast-check";
import { unknown } from "../testing/policies/checking.ts";
import { closed, opened, placesIn } from "../testing/policies/documents.ts";
import {
  happyContainer,
  happyDefinition,
  happyEnvironment,
  happyQueue,
  happyTemplate,
  nodesWith,
  tasksWith,
} from "../testing/policies/happy.ts";
import { happyMachine } from "../testing/policies/machines.ts";
import { scheduleWith } from "../testing/policies/schedules.ts";
import { notApplicable, validationArgs } from "../testing/policies/validation-args.ts";
import { asPolicy } from "./pack/as-policy.ts";
import { rules } from "./rule-list.ts";

interface Sample {
  readonly token: string;
  readonly props: Readonly<Record<string, unknown>>;
}

const policy = JSON.stringify({
  Statement: [
    {
      Sid: "Read",
      Effect: "Allow",
      Principal: { AWS: "arn:aws:iam::000000000000:root" },
      Action: ["s3:GetObject"],
      // biome-ignore lint/suspicious/noTemplateCurlyInString: as IAM has it
      Resource: ["arn:aws:s3:::data/tenants/${aws:PrincipalTag/tenant}/*"],
      Condition: { StringEquals: { "aws:RequestTag/tenant": ["acme"] } },
    },
  ],
});

/** The properties that rules read, for types without a fixture. */
const common: Sample["props"] = {
  policy,
  assumeRolePolicy: policy,
  inlinePolicies: [{ name: "own", policy }],
  managedPolicyArns: ["arn:aws:iam::aws:policy/ReadOnlyAccess"],
  policyArn: "arn:aws:iam::aws:policy/ReadOnlyAccess",
  role: "import",
  name: "import",
  bucket: "data",
  acl: "private",
  tags: { application: "shop", stack: "dev" },
  environment: { variables: { TABLE: "runs" } },
  imageUri: happyContainer.image,
  loggingConfig: { logGroup: "functions/metadata" },
  metadataOptions: { httpTokens: "required", httpPutResponseHopLimit: 1 },
  userData: happyTemplate.props.userData,
  encrypted: true,
  kmsKeyId: "alias/data",
  kmsMasterKeyId: "alias/data",
  sqsManagedSseEnabled: true,
  serverSideEncryption: { enabled: true },
  rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms" } }],
  blockPublicAcls: true,
  retentionInDays: 14,
  scheduleExpression: "rate(1 day)",
};

const fixtures: readonly Sample[] = [
  happyEnvironment,
  happyDefinition,
  nodesWith(happyContainer, happyContainer),
  tasksWith(happyContainer),
  happyQueue,
  happyTemplate,
  happyMachine,
  scheduleWith({}),
].map(({ type, props }) => ({ token: type.token, props: { ...props } }));

/** At least one of each type that a rule checks. */
const samples: readonly Sample[] = [
  ...fixtures,
  ...[
    ...new Set(
      rules
        .flatMap((rule) =>
          rule.kind === "stack"
            ? []
            : [
                ...rule.checks(rule.config.parse({}) as never),
                ...(rule.remediations?.(rule.config.parse({}) as never) ?? []),
              ],
        )
        .flatMap(({ token }) => token ?? []),
    ),
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
  ]
    .filter((token) => !fixtures.some((fixture) => fixture.token === token))
    .map((token) => ({ token, props: common })),
];

const policies = rules.map(asPolicy);

const oddValue: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(
    undefined,
    null,
    unknown,
    true,
    false,
    0,
    -1,
    "",
    "*",
    "{}",
    "[]",
    [],
    {},
    [null],
    [[]],
  ),
  fc.string(),
  fc.jsonValue({ maxDepth: 2 }),
);
const changes = fc.array(fc.record({ place: fc.nat(), value: oddValue }), { minLength: 1, maxLength: 4 });

describe("every rule, with unexpected values", () => {
  it("one resource: checks and remediations do not fail", () => {
    fc.assert(
      fc.property(fc.nat(), changes, (at, changed) => {
        const sample = samples[at % samples.length] as Sample;
        for (const { rule, messages } of checkedAlone(withChanges(sample, changed)))
          for (const message of messages) expect(message, rule).to.match(/^\S/);
      }),
    );
  });

  it("a stack: checks do not fail", () => {
    fc.assert(
      fc.property(fc.array(changes, { minLength: samples.length, maxLength: samples.length }), (all) => {
        checkedTogether(samples.map((sample, index) => withChanges(sample, all[index] ?? [])));
      }),
    );
  });

  it("odd values in JSON documents: no check fails", () => {
    const withDocuments = samples.filter(({ props }) =>
      placesIn(opened(props)).some((one) => one.inDocument),
    );
    fc.assert(
      fc.property(fc.nat(), changes, (at, changed) => {
        const sample = withDocuments[at % withDocuments.length] as Sample;
        for (const { rule, unchecked } of checkedAlone(withChanges(sample, changed, true)))
          expect(unchecked ?? "", rule).not.to.contain("not as expected");
      }),
    );
  });
});

/** Changes properties anywhere, or in their documents only. */
function withChanges(
  { token, props }: Sample,
  changed: readonly { readonly place: number; readonly value: unknown }[],
  inDocuments = false,
): Sample {
  const open = opened(props);
  for (const { place, value } of changed) {
    const places = placesIn(open).filter(({ inDocument }) => inDocument || !inDocuments);
    const found = places[place % places.length];
    if (found === undefined) continue;
    if (value === undefined && !Array.isArray(found.holder)) Reflect.deleteProperty(found.holder, found.key);
    else Reflect.set(found.holder, found.key, structuredClone(value));
  }
  return { token, props: closed(open, unknown) as Sample["props"] };
}

/** The messages of a rule, and what it could not check. */
interface Reported {
  readonly rule: string;
  readonly messages: readonly string[];
  readonly unchecked: string | undefined;
}

/** Runs every rule on one resource, as @pulumi/policy does. */
function checkedAlone(sample: Sample): Reported[] {
  return policies.flatMap((policy) => {
    if (!("validateResource" in policy) || typeof policy.validateResource !== "function") return [];
    const { name, validateResource, remediateResource } = policy;
    return [
      reported(name, (report) => validateResource(argsOf(sample), report)),
      reported(name, () => remediateResource?.(argsOf(sample))),
    ];
  });
}

/** Runs every rule on a stack, in which each property of each resource comes from all the others. */
function checkedTogether(stack: readonly Sample[]): Reported[] {
  const resources: PolicyResource[] = stack.map((sample) => ({
    ...argsOf(sample),
    get dependencies() {
      return resources;
    },
    get propertyDependencies() {
      return Object.fromEntries(Object.keys(sample.props).map((property) => [property, resources]));
    },
  }));
  return policies.flatMap((policy) => {
    if (!("validateStack" in policy)) return [];
    const args = { resources, stackTags: new Map(), getConfig: <T>() => ({}) as T, notApplicable };
    return [reported(policy.name, (report) => policy.validateStack(args, report))];
  });
}

function reported(rule: string, check: (report: (message: string) => void) => unknown): Reported {
  const messages: string[] = [];
  try {
    check((message) => messages.push(message));
    return { rule, messages, unchecked: undefined };
  } catch (cause) {
    if (!(cause instanceof UnknownValueError)) throw cause;
    return { rule, messages, unchecked: cause.message };
  }
}

function argsOf({ token, props }: Sample): ResourceValidationArgs {
  return validationArgs({
    token,
    name: "thing",
    props: unknownCheckingProxy(structuredClone(props)),
    config: {},
  });
}
