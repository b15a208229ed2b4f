import type { Registration } from "../engine/registration.ts";
import type { Realisations, Realise } from "./deployment.ts";
import { batch } from "./resources/batch.ts";
import { cloudControl } from "./resources/cloud-control.ts";
import { declared } from "./resources/declared.ts";
import { dynamodb } from "./resources/dynamodb.ts";
import { ecr } from "./resources/ecr.ts";
import { events } from "./resources/events.ts";
import { iam } from "./resources/iam.ts";
import { lambda } from "./resources/lambda.ts";
import { logs } from "./resources/logs.ts";
import { mail } from "./resources/mail.ts";
import { messaging } from "./resources/messaging.ts";
import { s3 } from "./resources/s3.ts";
import { scheduler } from "./resources/scheduler.ts";
import { states } from "./resources/states.ts";
import { time } from "./resources/time.ts";
import { network } from "./resources/vpc.ts";

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
