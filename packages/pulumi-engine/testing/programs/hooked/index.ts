import { Config, CustomResource, log, ResourceHook, secret } from "@pulumi/pulumi";

/** A thing whose hooks tell what they are called with. `REFUSAL` is the message with which its deletion is refused. */
const told = new ResourceHook("told", ({ id, newOutputs }) => {
  log.info(`made ${id} ${newOutputs?.arn}`);
});
const { REFUSAL } = process.env;
const asked = new ResourceHook("asked", ({ name, type, oldInputs }) => {
  if (REFUSAL !== undefined) throw new Error(`${type} ${name} of size ${oldInputs?.size} ${REFUSAL}`);
});
class Thing extends CustomResource {}
const size = new Config().requireNumber("size");
if (size > 0)
  new Thing(
    "cloud:index:Thing",
    "box",
    { size, token: secret("hush") },
    { hooks: { afterCreate: [told], beforeDelete: [asked] } },
  );
