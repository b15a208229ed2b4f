/** The user info of a URL with any scheme, up to the last `@` before its path. It ends at a quote that is not escaped, so that JSON stays JSON. */
const userInfo = /:\/\/(?:\\\S|[^\s/?#"\\])+@/g;

/** The text with the user info of its URLs hidden, such as a password. Takes time in proportion to the text. Also for lines of JSON.
 * @example withoutUserInfo("https://user:pw@feed.example/x: 503") // "https://***@feed.example/x: 503" */
export function withoutUserInfo(text: string): string {
  return text.replace(userInfo, "://***@");
}
