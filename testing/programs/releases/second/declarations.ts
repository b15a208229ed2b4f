import type { Workflow } from "../../../../workflow-kit/at-deploy/declaration.ts";
import { letters, parcels } from "../workflows.ts";

export const workflows: readonly Workflow[] = [letters("second"), parcels("second")];
