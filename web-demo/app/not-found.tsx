import Link from "next/link";

export default function NotFound() {
  return (
    <main className="page page-narrow">
      <section className="card">
        <h1>There is nothing at this address</h1>
        <p>
          The whole demo is on one page. <Link href="/">Go to the table</Link>
        </p>
      </section>
    </main>
  );
}
