import { plannerCommand } from "../contract/plan.ts";
import { onTermination } from "../workflow-kit/at-run/interruption.ts";
import { openLog } from "../workflow-kit/at-run/log.ts";
import { runContainer } from "./run-container.ts";

const [, , command] = process.argv;
if (command === plannerCommand) {
  // A bundle of its own beside this one: stages do not plan, and must not wait for its code.
  await import(new URL("planner.mjs", import.meta.url).href);
} else {
  const options = { environment: process.env, aws: {}, signal: onTermination(), log: openLog() };
  // Exits at once: open connections, and renditions under way after an interruption, must not delay it.
  process.exit(await runContainer(command, options));
}
