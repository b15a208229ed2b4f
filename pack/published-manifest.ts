/** The parts of a package.json that packing reads. */
export interface Manifest {
  readonly name: string;
  readonly exports: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
}

/** What only the checkout needs. */
const ofTheCheckout = ["private", "main", "devDependencies", "scripts", "workspaces", "allowScripts"];

/**
 * The package.json of the tarball: `exports` name JavaScript and types instead of TypeScript. Exports below `testing/` are
 * left out, as a tarball has no tests. Pulumi's packages become peers, because a program has one of each.
 * @example publishedManifest({ name: "shop", exports: { ".": "./index.ts" } })
 */
export function publishedManifest(manifest: Manifest): Readonly<Record<string, unknown>> {
  const kept = Object.entries(manifest).filter(([key]) => !ofTheCheckout.includes(key));
  const exports = Object.entries(manifest.exports)
    .filter(([, source]) => !source.startsWith("./testing/"))
    .map(([path, source]) => [path, source.endsWith(".ts") ? compiled(source) : source]);
  const libraries = Object.entries(manifest.dependencies ?? {});
  const peers = libraries.filter(([name]) => isPulumi(name)).map(([name, version]) => [name, `^${version}`]);
  return {
    ...Object.fromEntries(kept),
    exports: Object.fromEntries(exports),
    dependencies: Object.fromEntries(libraries.filter(([name]) => !isPulumi(name))),
    peerDependencies: Object.fromEntries(peers),
  };
}

const isPulumi = (name: string) => /^@pulumi(verse)?\//.test(name);

/** The types come first, because the first condition that matches wins. */
function compiled(source: string) {
  const stem = source.replace(/\.ts$/, "");
  return { types: `${stem}.d.ts`, default: `${stem}.js` };
}
