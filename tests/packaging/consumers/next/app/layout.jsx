// An icon of nothing, or the browser asks for one that is not there.
export const metadata = { title: "consumer", icons: "data:," };

export default function Layout({ children }) {
  return (
    <html lang="en">
      <body>{children}</body>
    </html>
  );
}
