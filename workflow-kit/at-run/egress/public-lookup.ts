import dns from "node:dns";
import type { LookupFunction } from "node:net";
import { ItemError } from "../errors.ts";
import { whyNotPublic } from "./public-address.ts";

/** Resolves a name to all its addresses, as `dns.lookup` with `all` does. */
export type Resolve = (
  hostname: string,
  options: dns.LookupAllOptions,
  callback: (error: NodeJS.ErrnoException | null, addresses: dns.LookupAddress[]) => void,
) => void;

/**
 * A `lookup` for sockets that gives only public addresses. Because it runs when the connection is made, and
 * the socket uses the very addresses it gave, a name cannot be public when checked and private when used (DNS
 * rebinding). A name with any private address is refused altogether: no honest public server has one.
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
