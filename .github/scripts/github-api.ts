/** GitHub's REST API, as far as a comment needs it; `url` is for example `https://api.github.com`. https://docs.github.com/rest */
export class GitHubApi {
  readonly #url: string;
  readonly #token: string;

  constructor({ url, token }: { readonly url: string; readonly token: string }) {
    this.#url = url;
    this.#token = token;
  }

  /** Every item of a paged list. `path` has no leading slash. */
  async *list(path: string, query: Readonly<Record<string, string>> = {}): AsyncGenerator<unknown> {
    for (let page = 1; ; page += 1) {
      const items = await this.send("GET", path, { ...query, per_page: "100", page: String(page) });
      if (!Array.isArray(items)) throw new Error(`GitHub did not answer GET ${path} with a list`);
      yield* items;
      if (items.length < 100) return;
    }
  }

  /** Sends a request with a JSON body and returns the JSON of the response. @throws Error for a status of 300 or more */
  async send(
    method: "GET" | "POST" | "PATCH",
    path: string,
    query: Readonly<Record<string, string>> = {},
    body?: object,
  ): Promise<unknown> {
    const response = await fetch(`${this.#url}/${path}?${new URLSearchParams(query)}`, {
      method,
      headers: {
        accept: "application/vnd.github+json",
        authorization: `Bearer ${this.#token}`,
        "user-agent": "batchline",
        "x-github-api-version": "2022-11-28",
      },
      ...(body && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(30_000),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`GitHub answered ${method} ${path} with ${response.status}: ${text}`);
    return JSON.parse(text);
  }
}
