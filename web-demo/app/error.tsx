"use client";

interface Props {
  readonly error: Error & { readonly digest?: string };
  readonly reset: () => void;
}

export default function ErrorPage({ error, reset }: Props) {
  return (
    <main className="page page-narrow">
      <section className="card" role="alert">
        <h1>The page stopped</h1>
        <p>{error.message}</p>
        <button type="button" className="button button-main" onClick={reset}>
          Try again
        </button>
      </section>
    </main>
  );
}
