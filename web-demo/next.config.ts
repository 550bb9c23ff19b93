import type { NextConfig } from "next";

const config: NextConfig = {
  poweredByHeader: false,
  // The repository has a lock file of its own above this one.
  turbopack: { root: import.meta.dirname },
};

export default config;
