import { objectAddress } from "../../object-address.ts";
import type { StageContext } from "../stage.ts";
import { Egress, type EgressResponse, type RequestOptions } from "./egress.ts";
import { RequestError } from "./request-error.ts";

/** Answers requests for what tenants' addresses name. */
export type Source = Pick<Egress, "get" | "patience">;

/**
 * What a tenant's addresses name: on the web by `Egress`, and objects (`s3:`) by the tenant's role, which reaches no other tenant's.
 * @example const { status, body } = await openSource(context).get("s3:///supplier/feed.xml", { signal });
 */
export function openSource({ egressProxy, store }: Pick<StageContext, "egressProxy" | "store">): Source {
  const egress = new Egress(egressProxy);
  const { patience } = egress;
  return {
    patience,
    async get(address: string, options: RequestOptions = {}): Promise<EgressResponse> {
      const object = objectAddress(address);
      if (object === undefined) return egress.get(address, options);
      const { headers = {}, signal } = options;
      const answer = await store.open(object, { etag: headers["if-none-match"], signal });
      // S3 hides from a role without rights whether the object exists.
      if (answer === undefined) {
        const where = object.bucket === undefined ? ` below ${store.url("")}` : "";
        const problem = `the object does not exist${where}, or the tenant's role may not read it`;
        throw new RequestError(`${problem}: put it there, or correct the address`);
      }
      const inBucket = object.bucket === undefined ? store.url(object.key) : address;
      return { url: new URL(inBucket), ...answer };
    },
  };
}
