// Tables in Markdown, aligned, so that they read the same in a terminal and in a document.

/** The lines of a table. */
export function table(headings, rows) {
  const cells = [headings, ...rows];
  const widths = headings.map((_, at) => Math.max(...cells.map((line) => line[at].length)));
  const line = (texts) => `| ${texts.map((text, at) => text.padEnd(widths[at])).join(" | ")} |`;
  const rule = widths.map((width) => "-".repeat(width));
  return [headings, rule, ...rows].map(line);
}
