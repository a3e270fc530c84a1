// Finds the program: the first candidate that speaks the protocol, and why those before it do not do.
import type { Candidate } from "./candidates.js";
import type { Inspection } from "./inspect.js";

export interface Found extends Candidate {
  version: string;
}

export interface Rejected extends Candidate {
  inspection: Exclude<Inspection, { kind: "server" }>;
}

export interface Search {
  found: Found | undefined;
  rejected: Rejected[];
}

export async function find(
  candidates: AsyncIterable<Candidate>,
  inspect: (file: string) => Promise<Inspection>,
): Promise<Search> {
  const rejected: Rejected[] = [];
  for await (const candidate of candidates) {
    const inspection = await inspect(candidate.file);
    if (inspection.kind === "server") return { found: { ...candidate, version: inspection.version }, rejected };
    rejected.push({ ...candidate, inspection });
  }
  return { found: undefined, rejected };
}
