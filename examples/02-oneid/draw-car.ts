import type { EpochMs, VehicleInterval } from "@tributary/core";

/** A car and what persons were to it, as a Mermaid flowchart in a fence; names and roles of letters, digits and `_` only. */
export function drawCar(
  history: readonly VehicleInterval[],
  nameOf: (oneId: string) => string,
  dateOf: (at: EpochMs) => string,
): string {
  const persons = [...new Set(history.map(({ person }) => person))];
  const node = (person: string): string => `p${persons.indexOf(person)}`;
  return [
    "```mermaid",
    "flowchart LR",
    `  car(["car …${(history[0]?.vin ?? "").slice(-4)}"])`,
    ...persons.map((person) => `  ${node(person)}["${nameOf(person)}"]`),
    ...history.map(({ person, role, from, to }) => {
      const until = to === undefined ? "" : ` until ${dateOf(to)}`;
      return `  ${node(person)} ${to === undefined ? "---" : "-.-"}|"${role}<br/>since ${dateOf(from)}${until}"| car`;
    }),
    "```",
  ].join("\n");
}
