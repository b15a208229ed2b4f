/** Who may import whom. docs/architecture.md shows the same as a picture. */

/** Packages, each below the next: a package may import those above it in this list. */
const packages = [
  "diagnostics",
  "clock",
  "aws-facts",
  "bundles",
  "asl",
  "state-machines",
  "states",
  "pulumi-engine",
  "embedded-aws",
];

/** Folder → what it may import of ours, beside itself. */
const platform = {
  contract: [],
  "workflow-kit": ["contract", "packages/(diagnostics|aws-facts|states)"],
  "product-images": ["contract", "workflow-kit"],
  workflows: ["contract", "workflow-kit", "product-images", "packages/(diagnostics|states)"],
  config: ["contract", "workflow-kit", "packages/(diagnostics|aws-facts)"],
  handlers: ["contract", "workflow-kit", "packages/diagnostics"],
  worker: ["contract", "workflow-kit", "packages/(diagnostics|bundles)"],
  components: [
    ...["contract", "config", "workflow-kit", "packages/(diagnostics|aws-facts|bundles|states)"],
    "packages/pulumi-engine/naming",
  ],
  policies: ["contract", "packages/(diagnostics|aws-facts|asl)"],
  runs: ["contract", "workflow-kit/(at-deploy|causes)", "packages/(diagnostics|aws-facts)"],
  dashboard: [
    "contract",
    "runs",
    "workflow-kit/(at-deploy|causes)",
    "packages/(diagnostics|aws-facts|bundles|states)",
  ],
};

const ours = `^(packages|${Object.keys(platform).join("|")}|cli|samples|bench|pack|test|testing)/|^index\\.ts$`;
/** Tests may also import what they test with. */
const notTests = "\\.test\\.ts$|(^|/)testing/";

const only = (folder, allowed, from = {}) => ({
  name: `${folder}-imports-only`,
  comment: `${folder}/ may import of ours only: ${[folder, ...allowed].join(", ")}`,
  severity: "error",
  from: { path: `^${folder}/`, ...from },
  to: { path: ours, pathNot: `^(${[`${folder}/`, ...allowed.map((path) => path)].join("|")})` },
});

module.exports = {
  forbidden: [
    ...packages.map((name, place) =>
      only(
        `packages/${name}`,
        packages.slice(0, place).map((below) => `packages/${below}/`),
        { pathNot: notTests },
      ),
    ),
    only("packages", []),
    {
      name: "packages-by-their-exports",
      comment: "Outside a package, import what its package.json exports.",
      severity: "error",
      from: { path: "^(?:packages/([^/]+)|[^/]+)/" },
      to: {
        path: "^packages/[^/]+/",
        pathNot:
          "^packages/($1/|[^/]+/(index|build|kit|graph/index|naming/autonaming|testing/index|yaml-document)\\.ts$)",
      },
    },
    ...Object.entries(platform).map(([folder, allowed]) => only(folder, allowed, { pathNot: notTests })),
    {
      name: "workflows-stand-apart",
      comment: "A workflow imports of another only its parameters and keys.",
      severity: "error",
      from: { path: "^workflows/([^/]+)/" },
      to: { path: "^workflows/[^/]+/", pathNot: "^workflows/($1/|[^/]+/(params|keys)\\.ts$)" },
    },
    {
      name: "page-runs-in-browsers",
      comment: "The page imports of ours its own folder, the shapes of its data, and types of contract/.",
      severity: "error",
      from: { path: "^dashboard/(page/|view)", pathNot: notTests },
      to: { path: ours, pathNot: "^(dashboard/(page|view|addresses)|contract/)" },
    },
    {
      name: "page-needs-no-node",
      severity: "error",
      from: { path: "^dashboard/(page/|view)", pathNot: notTests },
      to: { dependencyTypes: ["core"] },
    },
    {
      name: "cli-imports-only",
      severity: "error",
      from: { path: "^cli/", pathNot: notTests },
      to: { path: "^(components|handlers|worker|workflows|samples|pack|test|testing)/" },
    },
    {
      name: "contract-needs-only-zod",
      severity: "error",
      from: { path: "^contract/", pathNot: notTests },
      to: { path: "node_modules", pathNot: "node_modules/zod/" },
    },
    {
      name: "pulumi-stays-in-the-program",
      comment:
        "Only the program imports Pulumi; the engine speaks its protocol and starts its language host.",
      severity: "error",
      from: {
        pathNot:
          "^(components|policies|packages/pulumi-engine|test|testing|bench)/|^index\\.ts$|\\.test\\.ts$|/testing/",
      },
      to: { path: "node_modules/@pulumi(verse)?/" },
    },
    {
      name: "no-cycles",
      severity: "error",
      from: {},
      to: { circular: true },
    },
    {
      name: "no-unlisted-packages",
      severity: "error",
      from: {},
      // The platform's own exports need no listing.
      to: { dependencyTypes: ["npm-no-pkg", "unknown", "undetermined"], pathNot: ours },
    },
    { name: "resolvable", severity: "error", from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^(node_modules|\\.local|dist|coverage)/" },
    tsPreCompilationDeps: true,
    combinedDependencies: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "default", "types"],
    },
  },
};
