import { join } from "node:path";
import type { EmbeddedService } from "../../host/embedded-service.ts";
import { Images } from "./images.ts";
import { components, resources } from "./pulumi-resources.ts";

/** ECR: repositories, and images that are built without Docker. It has no wire protocol. */
export const ecr: EmbeddedService<"ecr", Images> = {
  name: "ecr",
  start: ({ dir, clock }) => new Images({ dir: join(dir, "images"), clock }),
  resources,
  components,
};
