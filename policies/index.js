// JavaScript, because Pulumi starts a policy pack with its own ts-node, which would take a TypeScript entry for itself.
if (process.features.typescript) {
  // Not awaited: Pulumi loads this file by require.
  import("./pack/pack.ts");
} else {
  throw new Error(
    `Node.js 24 or newer is needed, and this is ${process.version}. npx pulumi runs the one that npm ci installs here.`,
  );
}
