import type { Answers } from "../aws-answers/serve-answers.ts";

/** IAM's answer for each action that is asked about: it denies what `denied` matches. @example simulated(/^iam:/) */
export function simulated(denied: RegExp): Answers {
  return {
    SimulatePrincipalPolicy: (text, request) => {
      const results = [...new URLSearchParams(request)].flatMap(([name, action]) => {
        if (!name.startsWith("ActionNames.")) return [];
        const decision = denied.test(action) ? "implicitDeny" : "allowed";
        return [
          `<member><EvalActionName>${action}</EvalActionName><EvalDecision>${decision}</EvalDecision></member>`,
        ];
      });
      return text.replace(/<member>.*<\/member>/s, results.join(""));
    },
  };
}
