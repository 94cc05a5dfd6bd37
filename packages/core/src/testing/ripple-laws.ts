import * as fc from "fast-check";
import { byCodeUnit } from "../model";
import {
  growRipples,
  type RewardCommand,
  type RewardRules,
  type RippleEvents,
  type Ripples,
  rewardRipples,
} from "../ripple";
import { claim, same } from "./identity-reading";
import { type Law, law } from "./law";

/** Events of up to nine identifiers in 30 milliseconds, and who the identifiers are. */
interface RippleCase {
  readonly events: RippleEvents;
  readonly owner: readonly number[];
}

const KEYS = ["k0", "k1", "k2", "k3", "k4", "k5", "k6", "k7", "k8"];
const NOW = 40;
const WINDOW = 20;
const at = fc.integer({ min: 0, max: 30 });
const key = fc.constantFrom(...KEYS);
const device = fc.option(fc.constantFrom("d0", "d1", "d2"), { nil: undefined, freq: 2 });
const named = <T extends object>(prefix: string, all: readonly T[]): (T & { id: string })[] =>
  all.map((one, i) => ({ ...withoutUndefined(one), id: `${prefix}${i}` }));
const withoutUndefined = <T extends object>(one: T): T =>
  Object.fromEntries(Object.entries(one).filter(([, value]) => value !== undefined)) as T;

const share = fc.record({
  at,
  by: key,
  parent: fc.option(
    fc.nat(9).map((i) => `s${i}`),
    { nil: undefined },
  ),
  device,
});
const visit = fc.record({ at, share: fc.nat(9).map((i) => `s${i}`), who: key, device });
const join = fc.record({ at, who: key, device });
const events: fc.Arbitrary<RippleEvents> = fc
  .tuple(
    fc.array(share, { minLength: 2, maxLength: 9, size: "max" }),
    fc.array(visit, { minLength: 2, maxLength: 24, size: "max" }),
    fc.array(join, { minLength: 2, maxLength: 9, size: "max" }),
  )
  .map(([shares, visits, joins]) => ({
    shares: named("s", shares),
    visits: named("v", visits),
    joins: named("j", joins),
  })) as fc.Arbitrary<RippleEvents>;
const owners = fc.array(fc.nat(8), { minLength: KEYS.length, maxLength: KEYS.length });
const cases: fc.Arbitrary<RippleCase> = fc.record({
  events,
  owner: fc.oneof(fc.constant(KEYS.map((_, i) => i)), owners),
});

const personOf =
  (owner: readonly number[]) =>
  (one: string): string =>
    `p${owner[KEYS.indexOf(one)] ?? one}`;

const grow = ({ events: all, owner }: RippleCase): Ripples =>
  growRipples(all, {
    now: NOW,
    windowMs: WINDOW,
    personOf: personOf(owner),
    fraud: { maxPerDevice: 2, maxBurst: 3, burstMs: 5 },
  });

/**
 * The laws of ripples and of their rewards, to run on a host's own rules.
 *
 * @param rules the rewards of a campaign
 * @example
 * rippleLaws(defineRewards({ campaign: "spring", rewards: [{ to: "inviter", points: 200 }] })).length; // => 8
 */
export function rippleLaws(rules: RewardRules): readonly Law[] {
  return [...treeLaws(), ...countLaws(), ...rewardLaws(rules)];
}

function treeLaws(): readonly Law[] {
  return [
    law(
      "order and copies of events change nothing",
      fc.property(cases, (one) => {
        const { shares, visits, joins } = one.events;
        const mixed = <T>(all: readonly T[]): T[] => [...all, ...all.slice(0, 3)].reverse();
        const again = { shares: mixed(shares), visits: mixed(visits), joins: mixed(joins) };
        same(grow({ ...one, events: again }), grow(one), "mixed");
      }),
    ),
    law(
      "chains are forests: every parent is kept or refused by name, and following kept ones ends",
      fc.property(cases, (one) => {
        const { shares, refused } = grow(one);
        const kept = new Map(shares.map((share) => [share.id, share]));
        for (const { id, parent } of one.events.shares) {
          const no = refused.find((issue) => "share" in issue && issue.share === id);
          same(kept.get(id)?.parent, no ? undefined : parent, `parent of ${id}`);
          same(
            no !== undefined && no.code === "cycle",
            onCircle(one.events, id) && no !== undefined,
            `circle of ${id}`,
          );
          const chain = climb(id, (share) => kept.get(share)?.parent, shares.length);
          same(
            [kept.get(id)?.root, kept.get(id)?.depth],
            [chain[chain.length - 1], chain.length - 1],
            `chain of ${id}`,
          );
        }
      }),
    ),
    law(
      "who brought whom is a forest, and nobody brought themselves",
      fc.property(cases, (one) => {
        const { newcomers } = grow(one);
        const inviters = new Map(newcomers.map(({ person, by }) => [person, by?.inviter]));
        for (const { person, generation } of newcomers) {
          same(climb(person, (at) => inviters.get(at), newcomers.length + 1).length - 1, generation, person);
        }
      }),
    ),
    law(
      "the inviter is the first whose share was visited in time, whenever that is known",
      fc.property(cases, (one) => {
        const { newcomers, refused } = grow(one);
        const person = personOf(one.owner);
        for (const newcomer of newcomers) {
          const first = plainTouch(one, newcomer.person);
          const circle = refused.some(
            (issue) => issue.code === "cycle" && "person" in issue && issue.person === newcomer.person,
          );
          same(newcomer.by?.visit, circle ? undefined : first, `first touch of ${newcomer.person}`);
          same(
            newcomer.at,
            Math.min(...one.events.joins.filter(({ who }) => person(who) === newcomer.person).map(({ at }) => at)),
            "first join",
          );
        }
      }),
    ),
  ];
}

/** Follows a link upwards; throws where that does not end. */
function climb(from: string, up: (at: string) => string | undefined, longest: number): readonly string[] {
  const path = [from];
  for (let next = up(from); next !== undefined; next = up(next)) {
    path.push(next);
    claim(path.length <= longest + 1, `a circle from ${from}: ${path}`);
  }
  return path;
}

function onCircle({ shares }: RippleEvents, id: string): boolean {
  let at = shares.find((share) => share.id === id)?.parent;
  for (let steps = 0; steps < shares.length && at !== undefined; steps++) {
    if (at === id) return true;
    const next = at;
    at = shares.find((share) => share.id === next)?.parent;
  }
  return false;
}

/** The visit a person's first touch is, by looking at every visit. */
function plainTouch({ events: { shares, visits, joins }, owner }: RippleCase, person: string): string | undefined {
  const of = personOf(owner);
  const joinedAt = Math.min(...joins.filter(({ who }) => of(who) === person).map(({ at }) => at));
  const touches = visits.filter((visit) => {
    const by = shares.find(({ id }) => id === visit.share)?.by;
    const inTime = visit.at <= joinedAt && visit.at > joinedAt - WINDOW;
    return by !== undefined && of(visit.who) === person && of(by) !== person && inTime;
  });
  return touches.sort((a, b) => a.at - b.at || byCodeUnit(a.id, b.id))[0]?.id;
}

function countLaws(): readonly Law[] {
  return [
    law(
      "counts of generations add up to those of all, and of two separate ripples to those of both",
      fc.property(cases, (one) => {
        const { generations, overall, newcomers, depth, breadth } = grow(one);
        for (const count of ["members", "sharers", "shares", "invited", "joined"] as const) {
          same(total(generations.map((each) => each[count])), overall[count], count);
        }
        same(overall.joined, newcomers.filter(({ by }) => by).length, "joined");
        same(overall.k, overall.members === 0 ? undefined : overall.joined / overall.members, "k");
        same(
          [depth, breadth],
          [
            Math.max(-1, ...newcomers.map(({ generation }) => generation), overall.members > 0 ? 0 : -1),
            Math.max(0, ...generations.map(({ members }) => members)),
          ],
          "depth and breadth",
        );
        const twin = <T extends object>(all: readonly T[]): T[] => [...all, ...(all.map(twinOf) as T[])];
        const { shares, visits, joins } = one.events;
        const both = growRipples(
          { shares: twin(shares), visits: twin(visits), joins: twin(joins) },
          {
            now: NOW,
            windowMs: WINDOW,
            personOf: (key) =>
              key.startsWith("x") ? `x${personOf(one.owner)(key.slice(1))}` : personOf(one.owner)(key),
          },
        );
        same(both.overall.invited, 2 * overall.invited, "invited in both");
        same(both.overall.joined, 2 * overall.joined, "joined in both");
        same(both.overall.k, overall.k, "k of both");
      }),
    ),
    law(
      "spreaders are credited with every newcomer below them, at the right level, and the best come first",
      fc.property(cases, (one) => {
        const { spreaders, newcomers } = grow(one);
        const inviters = new Map(newcomers.map(({ person, by }) => [person, by?.inviter]));
        for (const { person, levels, score } of spreaders) {
          const down = newcomers.map((each) => climb(each.person, (at) => inviters.get(at), 99).indexOf(person) - 1);
          same(
            levels,
            levels.map((_, level) => down.filter((steps) => steps === level).length),
            person,
          );
          same(score, total(levels.map((count, level) => count / 2 ** level)), "score");
        }
        same(total(spreaders.map(({ levels }) => levels[0] ?? 0)), newcomers.filter(({ by }) => by).length, "all");
        same(
          [...spreaders].sort((a, b) => b.score - a.score).map(({ score }) => score),
          spreaders.map(({ score }) => score),
          "sorted",
        );
      }),
    ),
  ];
}

/** The same event of people with other names. */
const twinOf = (one: object): object =>
  Object.fromEntries(
    Object.entries(one).map(([name, value]) => [name, typeof value === "string" ? `x${value}` : value]),
  );

const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

function rewardLaws(rules: RewardRules): readonly Law[] {
  return [
    law(
      "no reward is ever paid twice, beyond its cap, or where fraud is hinted, while events come late",
      fc.property(cases, fc.array(fc.nat(2), { minLength: 42, maxLength: 42 }), ({ events: all, owner }, arrives) => {
        let paid: readonly RewardCommand[] = [];
        for (const wave of [0, 1, 2, 2]) {
          const known = <T>(list: readonly T[], salt: number): T[] =>
            list.filter((_, i) => (arrives[(i * 3 + salt) % arrives.length] as number) <= wave);
          const { shares, visits, joins } = all;
          const ripples = grow({
            events: { shares: known(shares, 0), visits: known(visits, 1), joins: known(joins, 2) },
            owner,
          });
          const { commands } = rewardRipples(ripples, rules, { paid, personOf: personOf(owner) });
          const hinted = new Set(ripples.hints.flatMap(({ joins: of }) => of));
          claim(!commands.some(({ because }) => hinted.has(because.join)), "paid where fraud is hinted");
          paid = [...paid, ...commands];
          same(new Set(paid.map(({ id }) => id)).size, paid.length, "paid twice");
          for (const { to, maxPerPerson = Number.POSITIVE_INFINITY } of rules.rewards) {
            const of = (person: string): number =>
              paid.filter((one) => one.because.to === to && one.person === person).length;
            claim(
              paid.every(({ person }) => of(person) <= maxPerPerson),
              `more than ${maxPerPerson} to one ${to}`,
            );
          }
        }
      }),
    ),
    law(
      "what is due is paid or refused by name; joining and parting persons pays nothing again",
      fc.property(cases, owners, (one, owner) => {
        const { commands, refused } = rewardRipples(grow(one), rules, { personOf: personOf(one.owner) });
        const told = [...commands, ...refused].map(({ id }) => id).sort(byCodeUnit);
        same(told, dueIds(grow(one), rules), "paid or refused");
        const after = rewardRipples(grow({ ...one, owner }), rules, { paid: commands, personOf: personOf(owner) });
        claim(!after.commands.some(({ id }) => commands.some((paid) => paid.id === id)), "paid again");
        same(
          rewardRipples(grow(one), rules, { paid: commands, personOf: personOf(one.owner) }).unfounded,
          [],
          "unfounded",
        );
      }),
    ),
  ];
}

/** Every reward the rules give for those who were brought. */
function dueIds({ newcomers }: Ripples, { campaign, rewards }: RewardRules): readonly string[] {
  const brought = new Map(newcomers.map(({ person, by }) => [person, by?.inviter]));
  return newcomers
    .flatMap(({ join, by }) =>
      rewards
        .filter(({ to }) => by && (to !== "inviter's inviter" || brought.get(by.inviter) !== undefined))
        .map(({ to }) => `${campaign}/${to}/${join}`),
    )
    .sort(byCodeUnit);
}
