import type { Metadata, Viewport } from "next";
import type { ReactNode } from "react";

import "./globals.css";
import "./parts.css";
import "./ratings.css";
import "./seats.css";
import "./table.css";

export const metadata: Metadata = {
  title: "Focus Squad demo",
  description: "A table of four, fifty-five minutes, and one set of rules for browser and server.",
};

export const viewport: Viewport = {
  colorScheme: "light dark",
};

export default function RootLayout({ children }: { readonly children: ReactNode }) {
  return (
    <html lang="en">
      <body>{children}</body>
    </html>
  );
}
