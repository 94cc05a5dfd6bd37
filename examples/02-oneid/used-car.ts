import { DEFAULT_VEHICLE_POLICY, relateVehicles, type VehicleEvidence } from "@tributary/core";
import { drawCar } from "./draw-car";
import { crmId, dateOf, noon, oneIdOf, phone, printed, read, type Story, seen, vin } from "./story";

const car = "LSVAA4187E2184847";
const [li, zhao] = [phone("139 1111 0001"), phone("139 1111 0002")];
const observations = [
  seen("2023-05-01", "bound", crmId("C-3001"), li, vin(car)),
  seen("2026-02-20", "bound", crmId("C-3002"), zhao, vin(car)),
];
const evidence: VehicleEvidence = {
  claims: [
    {
      id: "delivery",
      vin: car,
      role: "owner",
      person: li,
      from: noon("2023-05-01"),
      knownAt: noon("2023-05-01"),
      source: "dms",
    },
    {
      id: "service",
      vin: car,
      role: "repairSender",
      person: zhao,
      from: noon("2026-02-20"),
      to: noon("2026-02-21"),
      knownAt: noon("2026-02-20"),
      source: "workshop",
    },
  ],
  transfers: [
    {
      id: "sale",
      vin: car,
      seller: li,
      newOwner: zhao,
      at: noon("2026-02-10"),
      knownAt: noon("2026-03-05"),
      source: "dealer",
    },
  ],
};

/** A used car: the sale is heard of after the new owner's first service. */
export function usedCar(): Story {
  const who = read({ observations }, "2026-03-10");
  const graph = relateVehicles(evidence, DEFAULT_VEHICLE_POLICY, {
    personOf: (identifier, at) => who.personOf(identifier, at)?.oneId,
  });
  const name = (oneId: string): string => (oneId === oneIdOf(who, li) ? `Li ${oneId}` : `Zhao ${oneId}`);
  const atService = { validAt: noon("2026-02-20") };
  const roles = (knownAt?: number): string =>
    graph
      .personsOf(car, { ...atService, ...(knownAt !== undefined && { knownAt }) })
      .map(({ person, role }) => `${name(person)} ${role}`)
      .join(", ");
  const owners = graph
    .ownersHistory(car)
    .map(({ person, from, to }) => `${name(person)}: ${dateOf(from)} to ${to === undefined ? "now" : dateOf(to)}`);
  return [
    "## A used car · 二手车",
    "Li's car comes to the workshop, brought by Zhao. Two weeks later the dealer reports that it was sold ten days before that " +
      "visit. A car joins no two persons, however often both are seen with it:",
    "李女士的车由赵先生送修；两周后经销商才补报：车在送修前十天已经卖给赵先生。车永远不会把两个人并成一个。",
    printed(`why Li and Zhao are two: ${who.explainNot(li, zhao).code}`),
    drawCar(graph.history(car), name, dateOf),
    "What was true at the visit, and what was known of it then: both can be asked.",
    "送修那天的事实，与当时所知的事实，都可以问到。",
    printed(
      `as known on that day: ${roles(noon("2026-02-20"))}`,
      `as known now:         ${roles()}`,
      ...owners,
      `Li's cars now: ${graph.carsOf(li, { validAt: noon("2026-03-10") }).length}`,
    ),
  ];
}
