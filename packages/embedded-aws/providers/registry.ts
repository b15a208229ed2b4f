import type { Registration } from "@batchline/pulumi-engine";
import { cloudControl } from "../services/batch/cloud-control-resources.ts";
import { batch } from "../services/batch/resources.ts";
import { dynamodb } from "../services/dynamodb/resources.ts";
import { network } from "../services/ec2/resources.ts";
import { ecr } from "../services/ecr/resources.ts";
import { events } from "../services/events/resources.ts";
import { iam } from "../services/iam/resources.ts";
import { lambda } from "../services/lambda/resources.ts";
import { logs } from "../services/logs/resources.ts";
import { s3 } from "../services/s3/resources.ts";
import { scheduler } from "../services/scheduler/resources.ts";
import { mail } from "../services/ses/resources.ts";
import { messaging } from "../services/sns/resources.ts";
import { states } from "../services/step-functions/resources.ts";
import { time } from "../services/time/resources.ts";
import { declared } from "./declared-resources.ts";
import type { Realisations, Realise } from "./deployment.ts";

/** Every resource type the embedded AWS takes. */
export const realisations: Realisations = {
  ...iam,
  ...s3,
  ...dynamodb,
  ...logs,
  ...lambda,
  ...batch,
  ...cloudControl,
  ...states,
  ...scheduler,
  ...messaging,
  ...events,
  ...mail,
  ...network,
  ...ecr,
  ...time,
  ...declared,
};

/** Whether the embedded AWS takes resources of this type. */
export function isKnownType({ type }: Pick<Registration, "type">): boolean {
  return Object.hasOwn(realisations, type);
}

/** How to bring this resource to life. Throws when its type is not known, and says what to do. */
export function realisationOf({ type, readId }: Registration): Realise {
  const known = isKnownType({ type }) ? realisations[type] : undefined;
  if (known === undefined)
    throw new Error(
      "the embedded AWS does not know this resource type. docs/local.md lists those it knows; " +
        "add it under local/deploy/resources, as declared only when nothing has to happen locally",
    );
  if (readId !== undefined && !Object.hasOwn(declared, type))
    throw new Error(
      `the program reads ${readId}, which it does not create; the embedded AWS holds only what this program creates`,
    );
  return known;
}
