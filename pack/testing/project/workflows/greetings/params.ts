import * as z from "zod";

export const GreetingsParams = z.strictObject({ greeting: z.string() }).describe("Writes a greeting.");
export type GreetingsParams = z.output<typeof GreetingsParams>;
