import dns from "node:dns";
import type { LookupFunction } from "node:net";
import { ItemError } from "../errors.ts";
import { whyNotPublic } from "./public-address.ts";

/** Resolves a name to all of its addresses, like `dns.lookup` with `all`. */
export type Resolve = (
  hostname: string,
  options: dns.LookupAllOptions,
  callback: (error: NodeJS.ErrnoException | null, addresses: dns.LookupAddress[]) => void,
) => void;

/**
 * A `lookup` for sockets that returns public addresses only. The socket connects to the addresses that were checked, so a name cannot turn
 * private after the check (DNS rebinding). A name with any private address is refused: public servers have none.
 * @example new Agent({ connect: { lookup: publicLookup() } })
 */
export function publicLookup(resolve: Resolve = dns.lookup): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, addresses) => {
      if (error !== null) return callback(error, "");
      const refusal = addresses.map(({ address }) => whyNotPublic(address)).find((why) => why !== undefined);
      const [first] = addresses;
      if (refusal !== undefined || first === undefined) {
        const why = refusal ?? "it has no address";
        return callback(new ItemError(`refused: ${hostname} resolves to nothing public: ${why}`), "");
      }
      if (options.all === true) return callback(null, addresses);
      callback(null, first.address, first.family);
    });
  };
}
