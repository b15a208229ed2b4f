// Old JavaScript: it must run on the Node.js that it refuses.

/** The Node.js release line that the dependencies need; `npm ci` brings it in the package `node`. */
const neededMajor = 24;

/** Why this Node.js is too old; undefined when it is not.
 * @param {string} version as in `process.version`
 * @returns {string | undefined} */
export function nodeComplaint(version) {
  if (Number(/^v(\d+)/.exec(version)?.[1]) >= neededMajor) return undefined;
  return (
    `Batchline needs Node.js ${neededMajor} or later and is running on ${version}. ` +
    `npm ci brings Node.js ${neededMajor} along: start it with npm or npx, in the project's folder. ` +
    "If you did, the package's install script was skipped: run npm ci --ignore-scripts=false."
  );
}
