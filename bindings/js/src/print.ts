// JSON as people lay it out: what is short stands on one line.

const WIDTH = 80;

/** The JSON text of a value; nothing where it has none. */
export function print(value: unknown): string | undefined {
  const compact = JSON.stringify(value);
  if (compact === undefined) return undefined;
  return laidOut(JSON.parse(compact), 0);
}

function laidOut(value: unknown, indent: number): string {
  const compact = spaced(value);
  // An object of objects reads better over several lines, however short it is.
  const nests =
    typeof value === "object" && value !== null && !Array.isArray(value) &&
    (indent === 0 || Object.values(value).some((inner) => typeof inner === "object" && !Array.isArray(inner)));
  if (!nests && indent + compact.length <= WIDTH) return compact;
  const inner = " ".repeat(indent + 2);
  const outer = " ".repeat(indent);
  if (Array.isArray(value)) {
    const items = value.map((item) => inner + laidOut(item, indent + 2));
    return items.length === 0 ? "[]" : `[\n${items.join(",\n")}\n${outer}]`;
  }
  if (typeof value === "object" && value !== null) {
    const members = Object.entries(value);
    const lines = members.map(([key, item]) => `${inner}${JSON.stringify(key)}: ${laidOut(item, indent + 2)}`);
    return lines.length === 0 ? "{}" : `{\n${lines.join(",\n")}\n${outer}}`;
  }
  return compact;
}

function spaced(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(spaced).join(", ")}]`;
  if (typeof value === "object" && value !== null) {
    const members = Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}: ${spaced(item)}`);
    return `{${members.join(", ")}}`;
  }
  return JSON.stringify(value);
}
