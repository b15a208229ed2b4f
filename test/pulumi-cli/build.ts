/** `node test/pulumi-cli/build.ts`: builds what `npm run test:pulumi` needs. Exits with 2 if Go is missing. */
import { buildTools, MissingGoError } from "./built-tools.ts";

await buildTools(console.error).catch((cause: unknown) => {
  if (!(cause instanceof MissingGoError)) throw cause;
  console.error(cause.message);
  process.exit(2);
});
