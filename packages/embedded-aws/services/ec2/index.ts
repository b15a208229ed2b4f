import type { EmbeddedService } from "../../host/embedded-service.ts";
import { declaredTypes } from "./declared-types.ts";
import { vpc } from "./vpc.ts";

/** EC2: declared only. Nothing runs in the networks; containers are processes. */
export const ec2: EmbeddedService<"ec2"> = { name: "ec2", resources: declaredTypes, components: vpc };
