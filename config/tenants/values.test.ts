import { expect } from "chai";
import { brief, problemsWith } from "../../testing/tenants/problems-of.ts";

describe("config: a tenant's file in order, with one thing changed", () => {
  const cases: readonly [behaviour: string, from: string, to: string, ...expected: string[]][] = [
    [
      "refuses an unknown key and says which are known",
      "weight: 2",
      "colour: red",
      '4:1 BL-T007 unknown key "colour" → known here: id, name, contact, paused, weight, storage, workflows',
    ],
    [
      "suggests the nearest key in a list's entry",
      "- width: 400",
      "- widht: 400",
      '14:9 BL-T007 unknown key "widht" in workflows.catalog-import.renditions[0] → did you mean "width"?',
      "14:9 BL-T008 workflows.catalog-import.renditions[0].width is missing → add width:",
    ],
    [
      "refuses a key given twice",
      "weight: 2",
      "weight: 2\nweight: 3",
      '5:1 BL-T004 the key "weight" is given twice → it is already on line 4: keep one of them',
    ],
    [
      "points a missing key at its parent",
      "      url: http://acme.example/feed.xml\n",
      "",
      "9:5 BL-T008 workflows.catalog-import.feed.url is missing → add url: and a value, for example https://feeds.acme-outdoor.example/products.xml.gz",
    ],
    [
      "points a key without a value at the key",
      "name: Acme",
      "name:",
      "2:1 BL-T008 name has no value → give it a value, for example Acme Outdoor",
    ],
    [
      "says how to write a block with nothing in it",
      "workflows:",
      "workflows:\n  rescale-images:",
      "8:3 BL-T008 workflows.rescale-images has no value → write {} after it to take every default, or remove the line",
    ],
    [
      "refuses text where a number belongs",
      "chunks: 4",
      "chunks: four",
      '12:13 BL-T009 workflows.catalog-import.chunks must be a whole number, not "four"',
    ],
    [
      "refuses a fraction where a whole number belongs",
      "chunks: 4",
      "chunks: 1.5",
      "12:13 BL-T009 workflows.catalog-import.chunks must be a whole number, not 1.5",
    ],
    [
      "refuses a number out of range",
      "chunks: 4",
      "chunks: 0",
      "12:13 BL-T010 workflows.catalog-import.chunks must be at least 1, not 0",
    ],
    [
      "refuses a weight of nothing",
      "weight: 2",
      "weight: 0",
      "4:9 BL-T010 weight must be more than 0, not 0",
    ],
    [
      "refuses a weight without end",
      "weight: 2",
      "weight: .inf",
      "4:9 BL-T009 weight must be a number, not Infinity",
    ],
    [
      "refuses an empty list",
      "renditions:\n      - width: 400\n        format: webp\n",
      "renditions: []\n",
      "13:17 BL-T010 workflows.catalog-import.renditions must have at least 1 entry, not 0",
    ],
    [
      "suggests the nearest choice",
      "format: webp",
      "format: wepb",
      '15:17 BL-T010 workflows.catalog-import.renditions[0].format must be webp, avif or jpeg, not "wepb" → did you mean "webp"?',
    ],
    [
      "refuses a URL without its scheme",
      "http://acme.example/feed.xml",
      "acme.example/feed.xml",
      '10:12 BL-T011 workflows.catalog-import.feed.url must be a complete http:// or https:// address, not "acme.example/feed.xml" → perhaps https://acme.example/feed.xml',
    ],
    [
      "refuses a file URL",
      "http://acme.example/feed.xml",
      "file:///etc/passwd",
      '10:12 BL-T011 workflows.catalog-import.feed.url must be a complete http:// or https:// address, not "file:///etc/passwd"',
    ],
    [
      "refuses a bad e-mail address",
      "feeds@acme.example",
      "feeds at acme",
      '3:10 BL-T010 contact must be one e-mail address, not "feeds at acme"',
    ],
    [
      "refuses a bucket name with capitals",
      "acme-catalogue",
      "Acme_Catalogue",
      '6:11 BL-T012 storage.bucket must be a bucket name: 3–63 lower-case letters, digits and dashes, with a letter or digit at both ends, not "Acme_Catalogue"',
    ],
    [
      "refuses a bucket name that S3 reserves",
      "acme-catalogue",
      "xn--acme",
      '6:11 BL-T012 storage.bucket must be a bucket name that S3 does not reserve (not starting with xn--, sthree-, amzn-s3-demo-, not ending in -s3alias, --ol-s3, .mrap, --x-s3, --table-s3), not "xn--acme"',
    ],
    [
      "refuses a file name that differs from the id",
      "id: acme",
      "id: acme-outdoor",
      '1:5 BL-T013 the id is "acme-outdoor" but the file is acme.yaml → name the file acme-outdoor.yaml, or write id: acme',
    ],
    [
      "suggests the nearest workflow",
      "catalog-import:",
      "catalogue-import:",
      '8:3 BL-T016 there is no workflow "catalogue-import" → did you mean "catalog-import"?',
    ],
    [
      "refuses a pause without its reason",
      "weight: 2",
      "paused: true",
      "4:9 BL-T009 paused must be text, not true → write it in quotes",
    ],
    [
      "refuses to take a written no for a reason to pause",
      "weight: 2",
      "paused: no",
      '4:9 BL-T010 paused must be the reason for the pause, in words, not "no"',
    ],
    [
      "says how to let a tenant run that is paused: false",
      "weight: 2",
      "paused: false",
      "4:9 BL-T009 paused must be text, not false → remove the line",
    ],
    [
      "refuses a duration it cannot read",
      "chunks: 4",
      "skipIfSucceededWithin: 20 hours",
      '12:28 BL-T010 workflows.catalog-import.skipIfSucceededWithin must be a whole number and m, h or d, for example 20h, not "20 hours"',
    ],
    [
      "refuses a list where a block belongs",
      "storage:\n  bucket: acme-catalogue",
      "storage:\n  - acme-catalogue",
      "6:3 BL-T009 storage must be a block of key: value lines, not a list",
    ],
    [
      "refuses a syntax error",
      "name: Acme",
      'name: "Acme',
      "2:7 BL-T002 the quote that starts here is not closed → close it with the same quote",
    ],
    [
      "refuses tabs",
      "storage:\n  bucket",
      "storage:\n\tbucket",
      "6:1 BL-T003 a tab is used for indentation → use spaces",
    ],
    [
      "refuses an alias without its anchor",
      "name: Acme",
      "name: *acme",
      "2:7 BL-T005 the alias *acme has no anchor &acme before it → write the value out",
    ],
    [
      "refuses a second document",
      "name: Acme",
      "name: Acme\n---\nid: other",
      "3:1 BL-T002 a second document begins here → keep one tenant in the file, and remove this line",
    ],
  ];
  for (const [behaviour, from, to, ...expected] of cases) {
    it(behaviour, () => {
      expect(brief(problemsWith(from, to))).to.deep.equal(expected);
    });
  }
});
