import { must } from "@batchline/diagnostics";

/** Type of the resource at the root of every stack. Its children's URNs leave it out. */
export const stackType = "pulumi:pulumi:Stack";

/** Pulumi's URN: stack, project, the types of the ancestors and its own, name. */
export function makeUrn(of: {
  readonly stack: string;
  readonly project: string;
  /** URN of the parent; "" at the root. */
  readonly parent: string;
  readonly type: string;
  readonly name: string;
}): string {
  const ancestry = of.parent === "" ? "" : parts(of.parent).type;
  const type = ancestry === "" || ancestry === stackType ? of.type : `${ancestry}$${of.type}`;
  return `urn:pulumi:${of.stack}::${of.project}::${type}::${of.name}`;
}

/**
 * The URN of a child of the resource with the URN `parent`.
 * @example
 * childUrn("urn:pulumi:dev::shop::awsx:ec2:Vpc::network", "aws:ec2/subnet:Subnet", "a");
 * // "urn:pulumi:dev::shop::awsx:ec2:Vpc$aws:ec2/subnet:Subnet::a"
 */
export function childUrn(parent: string, type: string, name: string): string {
  const { stack, project } = parts(parent);
  return makeUrn({ stack, project, parent, type, name });
}

/** The type and the name of a resource. @example typeAndName("urn:pulumi:dev::shop::a:b:C$aws:sqs/queue:Queue::jobs"); // { type: "aws:sqs/queue:Queue", name: "jobs" } */
export function typeAndName(urn: string): { readonly type: string; readonly name: string } {
  const { type, name } = parts(urn);
  return { type: type.slice(type.lastIndexOf("$") + 1), name };
}

/** Undefined: the text is not a URN. `type` has the types of the ancestors. A name may have `::`. */
export function parseUrn(urn: string) {
  const [, stack, project, type, name] = /^urn:pulumi:(.*?)::(.*?)::(.*?)::(.*)$/s.exec(urn) ?? [];
  if (stack === undefined || project === undefined || type === undefined || name === undefined)
    return undefined;
  return { stack, project, type, name };
}

function parts(urn: string) {
  return must(parseUrn(urn), `${urn} is a URN`);
}
