/** Who may import whom. The rules are those of docs/architecture.md. */
const ours =
  "^(contract|states|workflows|config|components|policies|handlers|worker|local|cli|dashboard|bench|test)/|^index\\.ts$";

/** Files under `folder` may import, of our own folders, only themselves and `allowed`. */
const only = (folder, ...allowed) => ({
  name: `${folder}-imports-only`,
  comment: `${folder}/ may import of ours only: ${[folder, ...allowed].join(", ")}`,
  severity: "error",
  from: { path: `^${folder}/` },
  to: { path: ours, pathNot: `^(${[folder, ...allowed].join("|")})/` },
});

module.exports = {
  forbidden: [
    only("contract"),
    only("states"),
    only("workflows", "contract", "states"),
    only("config", "contract", "workflows"),
    only("components", "contract", "states", "config", "workflows"),
    // What it takes of components/ creates nothing.
    {
      ...only("policies", "contract"),
      to: { path: ours, pathNot: "^(policies|contract)/|^components/parse-mime-multipart\\.ts$" },
    },
    only("handlers", "contract", "workflows"),
    only("worker", "contract"),
    only("local", "contract"),
    only("cli", "contract", "states", "workflows", "config", "local", "policies", "dashboard"),
    {
      name: "contract-needs-only-zod",
      severity: "error",
      from: { path: "^contract/" },
      to: { path: "node_modules", pathNot: "node_modules/zod/" },
    },
    {
      name: "pulumi-stays-in-the-program",
      comment:
        "Only the program imports Pulumi; local/engine speaks its protocol and starts its language host.",
      severity: "error",
      from: { pathNot: "^(components|policies|local/engine|test|bench)/|^index\\.ts$" },
      to: { path: "node_modules/@pulumi(verse)?/" },
    },
    {
      name: "no-cycles",
      severity: "error",
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    {
      name: "no-unlisted-packages",
      severity: "error",
      from: {},
      to: { dependencyTypes: ["npm-no-pkg", "unknown", "undetermined"] },
    },
    { name: "resolvable", severity: "error", from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^(node_modules|\\.local|dist|coverage)/" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "default", "types"],
    },
  },
};
