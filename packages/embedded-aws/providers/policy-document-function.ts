import type { PropertyMap } from "@batchline/pulumi-engine";
import { z } from "zod";

const principals = z.array(z.object({ type: z.string(), identifiers: z.array(z.string()) }));

const statement = z.object({
  sid: z.string().optional(),
  effect: z.string().default("Allow"),
  actions: z.array(z.string()).optional(),
  notActions: z.array(z.string()).optional(),
  resources: z.array(z.string()).optional(),
  notResources: z.array(z.string()).optional(),
  principals: principals.optional(),
  notPrincipals: principals.optional(),
  conditions: z
    .array(z.object({ test: z.string(), variable: z.string(), values: z.array(z.string()) }))
    .optional(),
});

const json = z.record(z.string(), z.unknown());
const args = z.object({
  version: z.string().default("2012-10-17"),
  policyId: z.string().optional(),
  statements: z.array(statement).default([]),
  sourceJson: z.string().optional(),
  sourcePolicyDocuments: z.array(z.string()).default([]),
  overrideJson: z.string().optional(),
  overridePolicyDocuments: z.array(z.string()).default([]),
});

/**
 * `aws.iam.getPolicyDocument`: a policy document from typed statements. A statement of an override document replaces the one with
 * the same Sid.
 */
export function policyDocument(properties: PropertyMap): PropertyMap {
  const given = args.parse(properties);
  const sources = [
    ...(given.sourceJson === undefined ? [] : [given.sourceJson]),
    ...given.sourcePolicyDocuments,
  ];
  const overrides = [
    ...(given.overrideJson === undefined ? [] : [given.overrideJson]),
    ...given.overridePolicyDocuments,
  ];
  const statements = [...sources.flatMap(statementsOf), ...given.statements.map(render)];
  for (const override of overrides.flatMap(statementsOf)) {
    const place = statements.findIndex(({ Sid }) => Sid !== undefined && Sid === override.Sid);
    if (place === -1) statements.push(override);
    else statements[place] = override;
  }
  const document = {
    Version: given.version,
    ...(given.policyId === undefined ? {} : { Id: given.policyId }),
    Statement: statements,
  };
  return {
    id: given.policyId ?? "policy",
    json: JSON.stringify(document, null, 2),
    minifiedJson: JSON.stringify(document),
    version: given.version,
  };
}

type RenderedStatement = Record<string, unknown>;

function statementsOf(document: string): RenderedStatement[] {
  const { Statement } = json.parse(JSON.parse(document));
  return z.array(json).parse(Array.isArray(Statement) ? Statement : [Statement]);
}

function render(of: z.infer<typeof statement>): RenderedStatement {
  return {
    Sid: of.sid,
    Effect: of.effect,
    Action: oneOrMany(of.actions),
    NotAction: oneOrMany(of.notActions),
    Resource: oneOrMany(of.resources),
    NotResource: oneOrMany(of.notResources),
    Principal: renderPrincipals(of.principals),
    NotPrincipal: renderPrincipals(of.notPrincipals),
    Condition: renderConditions(of.conditions),
  };
}

function renderPrincipals(of: z.infer<typeof principals> | undefined): unknown {
  if (of === undefined || of.length === 0) return undefined;
  if (of.some(({ type }) => type === "*")) return "*";
  const byType = Object.entries(Object.groupBy(of, ({ type }) => type));
  return Object.fromEntries(
    byType.map(([type, same = []]) => [type, oneOrMany(same.flatMap(({ identifiers }) => identifiers))]),
  );
}

function renderConditions(of: z.infer<typeof statement>["conditions"]): unknown {
  if (of === undefined || of.length === 0) return undefined;
  const byTest: Record<string, Record<string, unknown>> = {};
  for (const { test, variable, values } of of)
    byTest[test] = { ...byTest[test], [variable]: oneOrMany(values) };
  return byTest;
}

function oneOrMany(values: readonly string[] | undefined): string | readonly string[] | undefined {
  return values?.length === 1 ? values[0] : values;
}
