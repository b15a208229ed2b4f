import type { EmbeddedAws } from "@batchline/embedded-aws";
import { loadProject } from "@batchline/pulumi-engine";

/** Sends tenants' mails on this machine, where they land in a folder. The domain is reserved: nobody has it. */
const localSender = "Batchline <jobs@batchline.example>";

/**
 * Lets the stack send mails on this machine: by the sender of its configuration or, if it has none, by one of its own. The embedded SES
 * knows the address as verified. Returns what to add to the configuration.
 */
export async function letMailsBeSent(
  { ses }: Pick<EmbeddedAws, "ses">,
  { root, stack }: Readonly<Record<"root" | "stack", string>>,
): Promise<Readonly<Record<string, string>>> {
  const { name, config } = await loadProject({ root, stack, overrides: {} });
  const key = `${name}:noticeSender`;
  const sender = config[key] || localSender;
  const address = /<(.*)>$/.exec(sender)?.[1] ?? sender;
  if (!ses.hasIdentity(address)) ses.createIdentity(address);
  return { [key]: sender };
}
