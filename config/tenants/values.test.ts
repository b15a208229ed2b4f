import { expect } from "chai";
import { brief, problemsWith } from "../../testing/tenants/problems-of.ts";

describe("tenant files: a valid file with one change", () => {
  const cases: readonly [behaviour: string, from: string, to: string, ...expected: string[]][] = [
    [
      "unknown key: lists the known ones",
      "weight: 2",
      "colour: red",
      '4:1 BL-T007 unknown key "colour" → known here: id, name, contact, notices, paused, weight, storage, workflows',
    ],
    [
      "unknown key in a list entry: suggests the nearest",
      "- width: 400",
      "- widht: 400",
      '14:9 BL-T007 unknown key "widht" in workflows.catalog-import.renditions[0] → did you mean "width"?',
      "14:9 BL-T008 workflows.catalog-import.renditions[0].width is missing → add width:",
    ],
    [
      "key given twice",
      "weight: 2",
      "weight: 2\nweight: 3",
      '5:1 BL-T004 the key "weight" is given twice → it is already on line 4: keep one of them',
    ],
    [
      "missing key: reported at its parent",
      "      url: http://acme.example/feed.xml\n",
      "",
      "9:5 BL-T008 workflows.catalog-import.feed.url is missing → add url: and a value, for example https://feeds.acme-outdoor.example/products.xml.gz",
    ],
    [
      "key without a value: reported at the key",
      "name: Acme",
      "name:",
      "2:1 BL-T008 name has no value → give it a value, for example Acme Outdoor",
    ],
    [
      "empty block: says how to write it",
      "workflows:",
      "workflows:\n  rescale-images:",
      "8:3 BL-T008 workflows.rescale-images has no value → write {} after it to use every default, or remove the line",
    ],
    [
      "text instead of a number",
      "chunks: 4",
      "chunks: four",
      '12:13 BL-T009 workflows.catalog-import.chunks must be a whole number, not "four"',
    ],
    [
      "fraction instead of a whole number",
      "chunks: 4",
      "chunks: 1.5",
      "12:13 BL-T009 workflows.catalog-import.chunks must be a whole number, not 1.5",
    ],
    [
      "number out of range",
      "chunks: 4",
      "chunks: 0",
      "12:13 BL-T010 workflows.catalog-import.chunks must be at least 1, not 0",
    ],
    ["weight of zero", "weight: 2", "weight: 0", "4:9 BL-T010 weight must be more than 0, not 0"],
    ["infinite weight", "weight: 2", "weight: .inf", "4:9 BL-T009 weight must be a number, not Infinity"],
    [
      "empty list",
      "renditions:\n      - width: 400\n        format: webp\n",
      "renditions: []\n",
      "13:17 BL-T010 workflows.catalog-import.renditions must have at least 1 entry, not 0",
    ],
    [
      "unknown choice: suggests the nearest",
      "format: webp",
      "format: wepb",
      '15:17 BL-T010 workflows.catalog-import.renditions[0].format must be webp, avif or jpeg, not "wepb" → did you mean "webp"?',
    ],
    [
      "URL without its scheme",
      "http://acme.example/feed.xml",
      "acme.example/feed.xml",
      '10:12 BL-T011 workflows.catalog-import.feed.url must be a complete http:// or https:// address, or an object: s3://bucket/key or s3:///key, not "acme.example/feed.xml" → perhaps https://acme.example/feed.xml',
    ],
    [
      "file URL",
      "http://acme.example/feed.xml",
      "file:///etc/passwd",
      '10:12 BL-T011 workflows.catalog-import.feed.url must be a complete http:// or https:// address, or an object: s3://bucket/key or s3:///key, not "file:///etc/passwd"',
    ],
    [
      "feed in a bucket, without a key",
      "http://acme.example/feed.xml",
      "s3://acme-feeds",
      '10:12 BL-T010 workflows.catalog-import.feed.url must be a complete http:// or https:// address, or an object: s3://bucket/key or s3:///key, not "s3://acme-feeds"',
    ],
    [
      "feed in a bucket, with a capital scheme",
      "http://acme.example/feed.xml",
      "S3:///feed.xml",
      '10:12 BL-T010 workflows.catalog-import.feed.url must be a complete http:// or https:// address, or an object: s3://bucket/key or s3:///key, not "S3:///feed.xml"',
    ],
    [
      "invalid e-mail address",
      "feeds@acme.example",
      "feeds at acme",
      '3:10 BL-T010 contact must be one e-mail address, not "feeds at acme"',
    ],
    [
      "bucket name with capitals",
      "acme-catalogue",
      "Acme_Catalogue",
      '6:11 BL-T012 storage.bucket must be a bucket name: 3–63 lower-case letters, digits and dashes, with a letter or digit at both ends, not "Acme_Catalogue"',
    ],
    [
      "bucket name that S3 reserves",
      "acme-catalogue",
      "xn--acme",
      '6:11 BL-T012 storage.bucket must be a bucket name that S3 does not reserve (not starting with xn--, sthree-, amzn-s3-demo-, not ending in -s3alias, --ol-s3, .mrap, --x-s3, --table-s3), not "xn--acme"',
    ],
    [
      "file name that differs from the id",
      "id: acme",
      "id: acme-outdoor",
      '1:5 BL-T013 the id is "acme-outdoor" but the file is acme.yaml → name the file acme-outdoor.yaml, or write id: acme',
    ],
    [
      "unknown workflow: suggests the nearest",
      "catalog-import:",
      "catalogue-import:",
      '8:3 BL-T016 there is no workflow "catalogue-import" → did you mean "catalog-import"?',
    ],
    [
      "pause without its reason",
      "weight: 2",
      "paused: true",
      "4:9 BL-T009 paused must be text, not true → write it in quotes",
    ],
    [
      "pause with no as its reason",
      "weight: 2",
      "paused: no",
      '4:9 BL-T010 paused must be the reason for the pause, in words, not "no"',
    ],
    [
      "paused: false: says how to let the tenant run",
      "weight: 2",
      "paused: false",
      "4:9 BL-T009 paused must be text, not false → remove the line",
    ],
    [
      "malformed duration",
      "chunks: 4",
      "skipIfSucceededWithin: 20 hours",
      '12:28 BL-T010 workflows.catalog-import.skipIfSucceededWithin must be a whole number and m, h or d, for example 20h, not "20 hours"',
    ],
    [
      "list instead of a block",
      "storage:\n  bucket: acme-catalogue",
      "storage:\n  - acme-catalogue",
      "6:3 BL-T009 storage must be a block of key: value lines, not a list",
    ],
    [
      "syntax error",
      "name: Acme",
      'name: "Acme',
      "2:7 BL-T002 the quote that starts here is not closed → close it with the same quote",
    ],
    [
      "tabs",
      "storage:\n  bucket",
      "storage:\n\tbucket",
      "6:1 BL-T003 a tab is used for indentation → use spaces",
    ],
    [
      "alias without its anchor",
      "name: Acme",
      "name: *acme",
      "2:7 BL-T005 the alias *acme has no anchor &acme before it → write the value out",
    ],
    [
      "second document",
      "name: Acme",
      "name: Acme\n---\nid: other",
      "3:1 BL-T002 a second document starts here → keep one tenant in the file, and remove this line",
    ],
  ];
  for (const [behaviour, from, to, ...expected] of cases) {
    it(behaviour, () => {
      expect(brief(problemsWith(from, to))).to.deep.equal(expected);
    });
  }
});
