import { type Declared, nameOf } from "@batchline/pulumi-engine/testing";
import * as pulumi from "@pulumi/pulumi";

class Thing extends pulumi.CustomResource {}

class Box extends pulumi.ComponentResource {
  constructor(type: string, name: string, options: pulumi.ComponentResourceOptions) {
    super(type, name, {}, options);
    this.registerOutputs({});
  }
}

/** A Pulumi program that registers what the embedded engine's fake programs declare. */
export function programOf(program: readonly Declared[]): () => Promise<void> {
  return async () => {
    const byName = new Map<string, pulumi.Resource>();
    const resources = (names: readonly string[]) => names.flatMap((name) => byName.get(name) ?? []);
    for (const { name, type = "cloud:index:Thing", ...declared } of program) {
      const options = optionsOf(declared, resources);
      if (declared.kind === "component") byName.set(name, new Box(type, name, options));
      else {
        const ids = resources(declared.uses ?? []).map((used) => (used as Thing).id);
        const inputs = { ...declared.inputs, ...(ids.length > 0 && { uses: ids }) };
        byName.set(name, new Thing(type, name, inputs, options));
      }
    }
  };
}

function optionsOf(
  { options = {}, parent, after = [] }: Omit<Declared, "name">,
  resources: (names: readonly string[]) => pulumi.Resource[],
): pulumi.CustomResourceOptions {
  const { deletedWith, replaceWith, ignoreChanges, replaceOnChanges, deleteBeforeReplace } = options;
  const byUrns = (urns: readonly string[]) => resources(urns.map(nameOf));
  const [parentResource] = resources(parent === undefined ? [] : [parent]);
  const [deletedWithResource] = byUrns(deletedWith === undefined ? [] : [deletedWith]);
  return {
    dependsOn: resources(after),
    ...(parentResource && { parent: parentResource }),
    ...(deletedWithResource && { deletedWith: deletedWithResource }),
    ...(replaceWith && { replaceWith: byUrns(replaceWith) }),
    ...(ignoreChanges && { ignoreChanges: [...ignoreChanges] }),
    ...(replaceOnChanges && { replaceOnChanges: [...replaceOnChanges] }),
    ...(deleteBeforeReplace !== undefined && { deleteBeforeReplace }),
    ...(options.protect !== undefined && { protect: options.protect }),
    ...(options.retainOnDelete !== undefined && { retainOnDelete: options.retainOnDelete }),
    ...(options.replacementTrigger !== undefined && { replacementTrigger: options.replacementTrigger }),
    ...(options.importId !== undefined && { import: options.importId }),
    aliases: (options.aliases ?? []).map((alias) => (typeof alias === "string" ? alias : { ...alias })),
  };
}
