/** `node taken-over.ts --decode <workflow> <lanes>`: a decoder that hostile bytes have taken over. It still knows the protocol. */
import { serveDecoder } from "../../../workflow-kit/at-run/decoder/serve.ts";
import type { FeedSettings } from "../feeds/feed-line.ts";

const page = Buffer.from("<html><script>alert(1)</script></html>");

await serveDecoder(
  {
    feed: async () =>
      async function* ({ parts }: FeedSettings) {
        const images = [parts === 1 ? "http://shop.example/red.png" : "file:///etc/passwd"];
        yield { product: { id: "red", title: "Red", images } };
        yield { records: 1 };
      },
    rendition: async () =>
      async function* () {
        yield page;
      },
  },
  Number(process.argv.at(-1)),
);
