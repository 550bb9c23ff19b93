import { ApiError } from "../lib/http";
import type { PlacedProblem } from "../lib/types";

/** The server cannot be read from: what happened and what to do. */
export function ServerNotice(props: {
  readonly error: unknown;
  readonly apiUrl: string;
  readonly onRetry: () => void;
}) {
  const { error, apiUrl, onRetry } = props;
  return (
    <section className="notice notice-bad" role="alert">
      {error instanceof ApiError ? (
        <>
          <h2>The server refused</h2>
          <p>
            {error.message} <code>{error.code}</code>
          </p>
          <p>
            The demo needs a server in laptop mode: <code>focus-server dev</code> at{" "}
            <code>{apiUrl}</code>.
          </p>
        </>
      ) : (
        <>
          <h2>The server does not answer</h2>
          <p>
            Nothing useful came from <code>{apiUrl}</code>. Start the server with{" "}
            <code>npm start</code> in the project folder (or <code>focus-server dev</code>), then
            try again. Does it run elsewhere? Start this page with <code>FOCUS_API_URL</code> set to
            its address.
          </p>
        </>
      )}
      <button type="button" className="button" onClick={onRetry}>
        Try again
      </button>
    </section>
  );
}

/** The server goes by other rules: the page was loaded before they changed, most likely. */
export function OutdatedNotice() {
  return (
    <section className="notice notice-held" role="alert">
      <h2>The rules have changed</h2>
      <p>
        The server goes by other rules than this page, which may be older. Reload it to get the
        current ones.
      </p>
      <button type="button" className="button" onClick={() => window.location.reload()}>
        Reload
      </button>
    </section>
  );
}

/** A refusal of the server, in its words. */
export function ErrorNotice({ error }: { readonly error: unknown }) {
  return (
    <div className="notice notice-bad" role="alert">
      {error instanceof ApiError ? (
        <p>
          <strong>The server refused:</strong> {error.message} <code>{error.code}</code>
        </p>
      ) : (
        <p>
          <strong>The server did not answer.</strong> Nothing is known to be stored. Try again.
        </p>
      )}
    </div>
  );
}

/** A refusal of the package: nothing left the page. */
export function RefusedHere({ problems }: { readonly problems: readonly PlacedProblem[] }) {
  return (
    <div className="notice notice-held" role="alert">
      <ProblemList problems={problems} withPlace />
      <p>Refused in the browser, no request was sent.</p>
    </div>
  );
}

/** With its place when it does not stand beside its field. */
export function ProblemList(props: {
  readonly problems: readonly PlacedProblem[];
  readonly withPlace?: boolean;
}) {
  const { problems, withPlace = false } = props;
  return (
    <ul className="problems">
      {problems.map((problem) => (
        <li key={`${problem.path} ${problem.code}`}>
          {withPlace && problem.path !== "" && <code>{problem.path}: </code>}
          {problem.message} <code>{problem.code}</code>
        </li>
      ))}
    </ul>
  );
}
