import ipaddr from "ipaddr.js";

/** All of IPv6 that is routed on the internet. https://www.iana.org/assignments/ipv6-address-space */
const globalIpv6 = ipaddr.IPv6.parseCIDR("2000::/3");

/**
 * Why a worker must not connect to `address`; undefined for a public unicast address. An IPv4 address mapped into IPv6 counts as the IPv4
 * address. Other wrapped addresses (6to4, Teredo, NAT64, IPv4-compatible) are refused: public servers do not need them.
 * @example whyNotPublic("10.0.0.1") // "10.0.0.1 is not a public address (private)"
 */
export function whyNotPublic(address: string): string | undefined {
  if (!ipaddr.isValid(address)) return `${address} is not an IP address`;
  const parsed = ipaddr.process(address);
  const range = parsed.range();
  const isPublic =
    range === "unicast" && (!(parsed instanceof ipaddr.IPv6) || parsed.match(globalIpv6[0], globalIpv6[1]));
  if (isPublic) return undefined;
  return `${address} is not a public address (${range === "unicast" ? "outside 2000::/3" : range})`;
}
