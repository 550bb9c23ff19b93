// "Skip when current": a stamp holds the hash of what went into a piece of work.

import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, relative } from "node:path";
import { cacheDir, root } from "./paths.mjs";

/** Every file under the given files and folders, sorted; names in `skip` are left out. */
export function filesUnder(paths, skip = []) {
  const found = [];
  const visit = (path) => {
    if (!statSync(path).isDirectory()) {
      found.push(path);
      return;
    }
    for (const name of readdirSync(path)) {
      if (!skip.includes(name)) visit(join(path, name));
    }
  };
  for (const path of paths) if (existsSync(path)) visit(path);
  return found.sort();
}

/** One hash over the names and contents of files, and over loose texts. */
export function hashInputs(files, texts = []) {
  const hash = createHash("sha256");
  for (const file of files) {
    hash
      .update(`${relative(root, file)}\0`)
      .update(readFileSync(file))
      .update("\0");
  }
  for (const text of texts) hash.update(`${text}\0`);
  return hash.digest("hex");
}

/** A stamp in the cache folder, or in a file of its own that goes away with what it vouches for. */
export function stamp(name, file = join(cacheDir, "stamps", name)) {
  return {
    isCurrent: (hash, outputs = []) =>
      existsSync(file) && readFileSync(file, "utf8") === hash && outputs.every(existsSync),
    clear: () => rmSync(file, { force: true }),
    write: (hash) => {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, hash);
    },
  };
}
