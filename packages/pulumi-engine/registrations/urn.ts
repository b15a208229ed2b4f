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

/** The URN of a child of the resource with the URN `parent`. */
export function childUrn(parent: string, type: string, name: string): string {
  const [, , stack = ""] = parent.split("::")[0]?.split(":") ?? [];
  return makeUrn({ stack, project: parent.split("::")[1] ?? "", parent, type, name });
}

function qualifiedType(urn: string): string {
  return urn.split("::")[2] ?? "";
}
