// The memory that a WebAssembly module asks for, read from its binary: to start a module that
// imports something one would need all of it.

const MEMORY_SECTION = 5;

/** Pages of 64 KiB that a module starts with. */
export function initialPages(bytes) {
  // Behind the magic number and the version: sections, each with its kind and its length.
  let at = 8;
  while (at < bytes.length) {
    const kind = bytes[at];
    const length = leb(bytes, at + 1);
    if (kind === MEMORY_SECTION) {
      const count = leb(bytes, length.end);
      // One byte of flags, then the least number of pages.
      return leb(bytes, count.end + 1).value;
    }
    at = length.end + length.value;
  }
}

/** An unsigned number of the binary format (LEB128), and where it ends. */
function leb(bytes, from) {
  let value = 0;
  let at = from;
  for (let scale = 1; ; scale *= 128) {
    const byte = bytes[at++];
    value += (byte & 127) * scale;
    if (byte < 128) return { value, end: at };
  }
}
