import * as z from "zod";

/** A tenant's block `workflows.greetings`. */
export const Greeting = z.strictObject({ name: z.string().min(1).describe("Who is greeted.") });
export type Greeting = z.output<typeof Greeting>;
