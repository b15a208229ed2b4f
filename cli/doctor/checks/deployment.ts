import { type Check, ok, wrong } from "../check.ts";

/** Whether the stack is deployed, with all workflows of the project. */
export const deployment: Check = {
  name: "deployment",
  why: "Only what is deployed runs.",
  actions: [],
  async run({ outputs, notDeployed, stack, workflows }) {
    const deploy = `npx pulumi up --stack ${stack}`;
    if (outputs === undefined) {
      if (notDeployed === undefined) return [wrong(`stack ${stack} is not deployed`, deploy)];
      const fix = `${deploy}; or if Pulumi cannot read its state: npx pulumi login, where the state is`;
      return [wrong(notDeployed.replaceAll(/\s+/g, " "), fix)];
    }
    const missing = workflows.filter(({ name }) => outputs.stateMachines[name] === undefined);
    if (missing.length > 0)
      return [wrong(`not deployed: ${missing.map(({ name }) => name).join(", ")}`, deploy)];
    return [ok(`deployed: ${Object.keys(outputs.stateMachines).join(", ")}`)];
  },
};
