import { ApiError } from "../lib/http";
import type { ActionState } from "../lib/use-action";
import { ErrorNotice, ProblemList, RefusedHere } from "./notice";

/** What stands against what somebody did; nothing when all is well. */
export function ActionNotice({ state }: { readonly state: ActionState }) {
  switch (state.kind) {
    case "none":
    case "sending":
      return null;
    case "refused":
      return <RefusedHere problems={state.problems} />;
    case "failed":
      return (
        <>
          <ErrorNotice error={state.error} />
          {state.error instanceof ApiError && state.error.problems.length > 0 && (
            <ProblemList problems={state.error.problems} withPlace />
          )}
        </>
      );
  }
}
