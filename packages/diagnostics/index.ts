export { didYouMean, nearest, suggestion } from "./nearest.ts";
