// Bytes as text for a JavaScript string.
//
// Base64 cuts bytes into pieces of six bits, and Brotli no longer sees what repeats: a third more
// to download. So a byte is one character here, or two: 90 printable ones (all but what a string
// would have to escape) stand for the bytes 0 to 89, behind `~` for the next 90, behind `!` for the
// rest. That costs two percent. `js/source.ts` is the other half.

const FIRST = 35;
const BACKSLASH = 92;
const DIGITS = 90;

export function textOfBytes(bytes) {
  const digit = (value) =>
    String.fromCharCode(FIRST + value + (FIRST + value >= BACKSLASH ? 1 : 0));
  const mark = ["", "~", "!"];
  return Array.from(bytes, (byte) => mark[Math.floor(byte / DIGITS)] + digit(byte % DIGITS)).join(
    "",
  );
}
