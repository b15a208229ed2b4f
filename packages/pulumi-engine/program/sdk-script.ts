import { createRequire } from "node:module";
import { extname, join } from "node:path";

/** Loaded before the script. TypeScript in a checkout, JavaScript in an installed package. */
export const preload = new URL(`preload${extname(import.meta.filename)}`, import.meta.url);

/** A script of the Pulumi SDK that the package in `root` depends on, and the environment to run it in. */
export function sdkScript(root: string, name: "run" | "run-policy-pack") {
  const file = createRequire(join(root, "package.json")).resolve(`@pulumi/pulumi/cmd/${name}`);
  const packages = file.slice(0, file.lastIndexOf(join("node_modules", "@pulumi")) + "node_modules".length);
  // Compiled code is cached between runs.
  const compileCache = { NODE_COMPILE_CACHE: join(packages, ".cache", "compile") };
  return { file, environment: { ...pastProxy(process.env), ...compileCache } };
}

/**
 * The environment, with this machine added to the hosts that are reached without a proxy. gRPC would otherwise ask the proxy of
 * `https_proxy` or `http_proxy` to connect to the engine.
 */
export function pastProxy(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const { no_proxy: lower, NO_PROXY: upper, no_grpc_proxy: grpc } = environment;
  const withThisMachine = (hosts: string | undefined) =>
    [...(hosts ? [hosts] : []), "127.0.0.1", "localhost"].join(",");
  // Most programs take * for all hosts only where it stands alone; gRPC does not know it.
  const unlessAll = (hosts: string | undefined) => (hosts === "*" ? hosts : withThisMachine(hosts));
  return {
    ...environment,
    no_proxy: unlessAll(lower ?? upper),
    NO_PROXY: unlessAll(upper ?? lower),
    no_grpc_proxy: withThisMachine(grpc ?? lower ?? upper),
  };
}
