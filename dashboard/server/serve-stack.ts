import type { Stack } from "../../runs/stack/stack.ts";
import { DashboardError } from "../errors.ts";
import { StackSource } from "../stack/stack-source.ts";
import { type Dashboard, startDashboard } from "./start.ts";

/**
 * Serves the page of a stack's runs on the loopback address.
 * @param name The stack's. @param port 0 for a free one. @default 0
 * @throws DashboardError BL-D005 if the port is taken
 * @example const { address, close } = await serveStack(stack, "prod");
 */
export async function serveStack(stack: Stack, name: string, port = 0): Promise<Dashboard> {
  try {
    return await startDashboard(new StackSource(stack, name), port);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code !== "EADDRINUSE" && code !== "EACCES") throw cause;
    throw new DashboardError("BL-D005", `port ${port} cannot be used (${code}): choose another with --port`, {
      cause,
    });
  }
}
