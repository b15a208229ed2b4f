/** The type of the resource at the root of every stack; it is no part of its children's URNs. */
export const stackType = "pulumi:pulumi:Stack";

/** The URN that Pulumi gives a resource: stack, project, the types of its ancestors and its own, and its name. */
export function makeUrn(of: {
  readonly stack: string;
  readonly project: string;
  /** URN of the parent; "" at the root. */
  readonly parent: string;
  readonly type: string;
  readonly name: string;
}): string {
  const ancestry = of.parent === "" ? "" : qualifiedType(of.parent);
  const type = ancestry === "" || ancestry === stackType ? of.type : `${ancestry}$${of.type}`;
  return `urn:pulumi:${of.stack}::${of.project}::${type}::${of.name}`;
}

function qualifiedType(urn: string): string {
  return urn.split("::")[2] ?? "";
}
