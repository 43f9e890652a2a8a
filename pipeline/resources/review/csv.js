/* Files of corrections: CSV with semicolons that no spreadsheet runs as a formula (see exports/delimited.py). */

const SPACE = "\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000"; // as Python has it
const GUARDED = new RegExp(`^'*(?:[${SPACE}]*[=+@\\-＝＋－＠]|[\\t\\r\\n])`, "u");

/* Return rows, objects by the name of a column, as a file. */
function toCsv(rows) {
  const cells = (row) => data.columns.map((name) => quoted(guarded(String(row[name] ?? ""))));
  const lines = [data.columns, ...rows.map(cells)].map((line) => `${line.join(";")}\r\n`);
  return `\ufeff${lines.join("")}`;
}

function guarded(text) {
  return GUARDED.test(text) ? `'${text}` : text;
}

function quoted(text) {
  return /[;"\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/* Return the rows of a file; null if it is no file of corrections. */
function fromCsv(bytes) {
  const [header, ...lines] = cellsOf(decoded(bytes));
  const names = (header ?? []).map((name) => name.trim().toLowerCase());
  if (!names.includes("wat")) return null;
  return lines
    .filter((line) => line.some((cell) => cell.trim()))
    .map((line) => Object.fromEntries(data.columns.map((name) => [name, unguarded(line[names.indexOf(name)] ?? "")])));
}

/* The text of the file; what Excel saves without being asked for UTF-8 is Windows-1252. */
function decoded(bytes) {
  const is16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  if (is16) return new TextDecoder(bytes[0] === 0xff ? "utf-16le" : "utf-16be").decode(bytes);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
}

function unguarded(text) {
  return text.startsWith("'") && GUARDED.test(text) ? text.slice(1) : text;
}

function cellsOf(text) {
  const first = text.split("\n", 1)[0];
  const delimiter = [";", ",", "\t"].reduce((best, sign) => (first.split(sign).length > first.split(best).length ? sign : best));
  const rows = [[""]];
  let inQuotes = false;
  for (let at = 0; at < text.length; at++) {
    const sign = text[at];
    const row = rows.at(-1);
    if (inQuotes) {
      if (sign !== '"') row[row.length - 1] += sign;
      else if (text[at + 1] === '"') row[row.length - 1] += text[++at];
      else inQuotes = false;
    } else if (sign === '"' && !row.at(-1)) inQuotes = true;
    else if (sign === delimiter) row.push("");
    else if (sign === "\n") rows.push([""]);
    else if (sign !== "\r" || text[at + 1] !== "\n") row[row.length - 1] += sign;
  }
  return rows;
}
