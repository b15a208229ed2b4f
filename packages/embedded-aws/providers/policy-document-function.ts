import type { PropertyMap } from "@batchline/pulumi-engine";
import { z } from "zod";

const principals = z.array(z.object({ type: z.string(), identifiers: z.array(z.string()) }));

const text = z.string().optional();
const texts = z.array(z.string());

const statement = z.object({
  sid: text,
  effect: z.string().default("Allow"),
  actions: texts.optional(),
  notActions: texts.optional(),
  resources: texts.optional(),
  notResources: texts.optional(),
  principals: principals.optional(),
  notPrincipals: principals.optional(),
  conditions: z.array(z.object({ test: z.string(), variable: z.string(), values: texts })).optional(),
});

const documentJson = z.record(z.string(), z.unknown());
const args = z.object({
  version: z.string().default("2012-10-17"),
  policyId: text,
  statements: z.array(statement).default([]),
  sourceJson: text,
  sourcePolicyDocuments: texts.default([]),
  overrideJson: text,
  overridePolicyDocuments: texts.default([]),
});

/** `aws.iam.getPolicyDocument`. A statement of an override document replaces the one with the same Sid. */
export function policyDocument(properties: PropertyMap): PropertyMap {
  const given = args.parse(properties);
  const sources = [given.sourceJson ?? [], given.sourcePolicyDocuments].flat();
  const overrides = [given.overrideJson ?? [], given.overridePolicyDocuments].flat();
  const statements = [...sources.flatMap(statementsOf), ...given.statements.map(render)];
  for (const override of overrides.flatMap(statementsOf)) {
    const place = statements.findIndex(({ Sid }) => Sid !== undefined && Sid === override.Sid);
    if (place === -1) statements.push(override);
    else statements[place] = override;
  }
  const document = { Version: given.version, Id: given.policyId, Statement: statements };
  const [json, minifiedJson] = [JSON.stringify(document, null, 2), JSON.stringify(document)];
  return { id: given.policyId ?? "policy", json, minifiedJson, version: given.version };
}

type RenderedStatement = Record<string, unknown>;

function statementsOf(document: string): RenderedStatement[] {
  const { Statement } = documentJson.parse(JSON.parse(document));
  return z.array(documentJson).parse(Array.isArray(Statement) ? Statement : [Statement]);
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
