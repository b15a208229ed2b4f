/** Stack and project of a resource, which its URN tells: `urn:pulumi:<stack>::<project>::<types>::<name>`. */
export function stackAndProject(urn: string): { readonly stack: string; readonly project: string } {
  const [stack = "", project = ""] = urn.replace(/^urn:pulumi:/, "").split("::");
  return { stack, project };
}
