/** `node test/pulumi-cli/keep-state.ts <version>`: deploys the stack dev, and keeps its state for the tests of upgrades. */
import { writeDeployedState } from "../../testing/upgrades/deployed-states.ts";
import { RealStack } from "./real-stack.ts";

const [version] = process.argv.slice(2);
if (version === undefined) {
  console.error("usage: node test/pulumi-cli/keep-state.ts <version>");
  process.exit(2);
}
const stack = await RealStack.start({ stack: "dev" });
try {
  const { errors } = await stack.perform("up");
  if (errors.length > 0) throw new Error(errors.join("\n"));
  await writeDeployedState(`dev-${version}`, await stack.state());
} finally {
  await stack.stop();
}
