import { relativeCpuTime } from "@batchline/diagnostics/testing";
import { expect } from "chai";
import { parseIdentity } from "./identity-document.ts";

const arn = "arn:aws:sts::123456789012:assumed-role/import-stage/0123456789abcdef0123456789abcdef";
/** As AWS writes it: https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html */
const genuine = `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
  <GetCallerIdentityResult>
    <Arn>${arn}</Arn>
    <UserId>AROA123EXAMPLE123EXAM:0123456789abcdef0123456789abcdef</UserId>
    <Account>123456789012</Account>
  </GetCallerIdentityResult>
  <ResponseMetadata>
    <RequestId>01234567-89ab-cdef-0123-456789abcdef</RequestId>
  </ResponseMetadata>
</GetCallerIdentityResponse>
`;
const other = "<Arn>arn:aws:sts::123456789012:assumed-role/admin/x</Arn>";

describe("STS's answer", () => {
  it("names the caller", () => {
    const identity = { arn, account: "123456789012" };
    expect(parseIdentity(genuine)).to.deep.equal(identity);
    expect(parseIdentity(`<?xml version="1.0" encoding="UTF-8"?>\n${genuine}`)).to.deep.equal(identity);
    expect(parseIdentity(genuine.replaceAll(/\n\s*/g, ""))).to.deep.equal(identity);
  });

  const changed = (from: string | RegExp, to: string) => genuine.replace(from, () => to);
  const tricks = {
    "JSON with the document in a field": JSON.stringify({ GetFederationTokenResponse: genuine }),
    "text before it": `x${genuine}`,
    "text after it": `${genuine}x`,
    "a second document after it": genuine + genuine,
    "a document type": `<!DOCTYPE a [<!ENTITY b "c">]>${genuine}`,
    "a comment": changed("<Arn>", "<!-- --><Arn>"),
    "a comment in the ARN": changed("/import-stage/", "/<!-- -->admin/"),
    "a section of characters": changed(/<Arn>.*<\/Arn>/, `<Arn><![CDATA[${arn}]]></Arn>`),
    "an entity": changed(/import-stage/, "&#97;dmin"),
    "the result of another action": genuine.replaceAll("GetCallerIdentity", "GetSessionToken"),
    "another namespace": changed("2011-06-15", "2011-06-16"),
    "no namespace": changed(/ xmlns="[^"]*"/, ""),
    "an attribute": changed("<Arn>", '<Arn a="b">'),
    "two ARNs": changed("<UserId>", `${other}<UserId>`),
    "a second ARN instead of the user": changed(/<UserId>.*<\/UserId>/, other),
    "no account": changed(/<Account>.*<\/Account>/, ""),
    "an empty ARN": changed(arn, ""),
    "an ARN that ends as something else": changed("</Arn>", "</Account>"),
    "a second result": changed(
      "<ResponseMetadata>",
      `<GetCallerIdentityResult>${other}</GetCallerIdentityResult>$&`,
    ),
    "an element in the ARN": changed("/import-stage/", "/import-stage<b/>/"),
    "an error": "<ErrorResponse><Error><Code>AccessDenied</Code></Error></ErrorResponse>",
    nothing: "",
  };
  for (const [what, xml] of Object.entries(tricks)) {
    it(`names nobody if it is, or has, ${what}`, () => {
      expect(xml).to.not.equal(genuine);
      expect(parseIdentity(xml)).to.equal(undefined);
    });
  }

  it("is looked through once, also when it is long and wrong", async () => {
    const long = changed("<Arn>", `${"<Arn>a</Arn>".repeat(1000)}${" ".repeat(4000)}<Arn>`);
    expect(await relativeCpuTime(() => parseIdentity(long))).to.be.below(20);
  });
});
