import { GetRoleCommand } from "@aws-sdk/client-iam";
import { type Check, type Finding, note, ok, wrong } from "../check.ts";

/** The role of AWS Batch in an account. https://docs.aws.amazon.com/batch/latest/userguide/using-service-linked-roles.html */
const ofBatch = { role: "AWSServiceRoleForBatch", service: "batch.amazonaws.com" };
/** Batch creates these, when it first needs them. */
const ofOthers = [
  { role: "AWSServiceRoleForECS", service: "ecs.amazonaws.com" },
  { role: "AWSServiceRoleForAutoScaling", service: "autoscaling.amazonaws.com" },
];
/** https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/service-linked-roles-spot-instance-requests.html */
const ofSpot = { role: "AWSServiceRoleForEC2Spot", service: "spot.amazonaws.com" };

/** The service-linked roles that Batch and its instances need. */
export const serviceRoles: Check = {
  name: "service-roles",
  why: "Without its service-linked role Batch starts no instance, and cannot change an environment in place.",
  actions: ["iam:GetRole"],
  async run({ clients, outputs, queues }, abortSignal) {
    const onSpot = queues.some(({ environments }) =>
      environments.some(({ purchase }) => purchase === "spot"),
    );
    const wanted = [ofBatch, ...ofOthers, ...(onSpot ? [ofSpot] : [])];
    return Promise.all(
      wanted.map(async ({ role, service }): Promise<Finding> => {
        try {
          await clients.iam.send(new GetRoleCommand({ RoleName: role }), { abortSignal });
          return ok(`${role} exists`);
        } catch (cause) {
          if (!(cause instanceof Error) || !cause.name.startsWith("NoSuchEntity")) throw cause;
          const create = `aws iam create-service-linked-role --aws-service-name ${service}`;
          return role === ofBatch.role && outputs !== undefined
            ? wrong(`${role} is missing, and the stack is deployed`, create)
            : note(
                `${role} does not exist yet: AWS creates it at the first use`,
                `to have it now: ${create}`,
              );
        }
      }),
    );
  },
};
