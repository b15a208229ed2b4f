/** The template tag of all components: `htm` makes preact's nodes, which escape texts. */
export { html } from "htm/preact";
