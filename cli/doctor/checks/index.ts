import type { Check } from "../check.ts";
import { backup } from "./backup.ts";
import { caller } from "./caller.ts";
import { costTags } from "./cost-tags.ts";
import { deployment } from "./deployment.ts";
import { directAccess } from "./direct-access.ts";
import { image } from "./image.ts";
import { instanceImage } from "./instance-image.ts";
import { locks } from "./locks.ts";
import { notices } from "./notices.ts";
import { permissions } from "./permissions.ts";
import { queues } from "./queues.ts";
import { quotas } from "./quotas.ts";
import { schedules } from "./schedules.ts";
import { serviceRoles } from "./service-roles.ts";

/** In the order of the report: a check is a file and a line here. */
const asking = [
  caller,
  deployment,
  quotas,
  serviceRoles,
  costTags,
  image,
  instanceImage,
  queues,
  schedules,
  locks,
  directAccess,
  backup,
  notices,
];

/** All checks. */
export const checks: readonly Check[] = [...asking, permissions(asking)];
