import type { Newcomer } from "./attribute-newcomers";
import type { FraudHint } from "./fraud-hints";
import type { Ripples } from "./grow-ripples";
import type { RewardRule, RewardRules } from "./reward-rules";

/** A reward to pay, as data: its id is the idempotency key of the points entry. */
export interface RewardCommand {
  readonly type: "points";
  /** Of the campaign, the role and the join: the same however persons are merged or attributed since. */
  readonly id: string;
  /** The identifier that shared or joined: where the points entry belongs. */
  readonly key: string;
  readonly person: string;
  readonly points: number;
  readonly because: { readonly to: RewardRule["to"]; readonly join: string; readonly share: string };
}

/** A reward that is not paid. */
export type RefusedReward =
  | {
      readonly code: "hinted";
      readonly id: string;
      readonly person: string;
      readonly hints: readonly FraudHint["code"][];
    }
  /** The person has all the rewards the rule gives to one. */
  | { readonly code: "cap"; readonly id: string; readonly person: string };

/** A reward that was paid, such as a command of before. */
export type PaidReward = Pick<RewardCommand, "id" | "key">;

/** What to pay, and what not. */
export interface Rewards {
  /** In order of joining. */
  readonly commands: readonly RewardCommand[];
  readonly refused: readonly RefusedReward[];
  /** Ids of this campaign paid before and due to nobody by what is known now: for the host to leave or to reverse. */
  readonly unfounded: readonly string[];
}

/**
 * Says which rewards are to be paid for newcomers now: none twice, none beyond its cap, none where fraud is hinted at.
 *
 * Paid rewards count towards a cap before new ones do, so a cap holds however late events come and whatever they change.
 * One that was paid to somebody else, before an earlier touch came to light, is not paid again.
 *
 * @param ripples as read by `growRipples`
 * @param options.paid every reward of the campaign that was paid; `personOf` as it was given to `growRipples`
 * @example
 * const events = {
 *   shares: [{ id: "s1", at: 1, by: "li" }],
 *   visits: [{ id: "v1", at: 2, share: "s1", who: "wang" }],
 *   joins: [{ id: "j1", at: 4, who: "wang" }],
 * };
 * const rules = defineRewards({ campaign: "spring", rewards: [{ to: "inviter", points: 200 }] });
 * const { commands } = rewardRipples(growRipples(events, { now: 9 }), rules);
 * commands[0].id; // => "spring/inviter/j1"
 * [commands[0].person, commands[0].points]; // => ["li", 200]
 * rewardRipples(growRipples(events, { now: 9 }), rules, { paid: commands }).commands; // => []
 */
export function rewardRipples(
  ripples: Ripples,
  rules: RewardRules,
  options: { readonly paid?: readonly PaidReward[]; readonly personOf?: (key: string) => string } = {},
): Rewards {
  const { paid = [], personOf = (key) => key } = options;
  const hints = hintsByJoin(ripples.hints);
  const newcomers = new Map(ripples.newcomers.map((one) => [one.person, one]));
  const paidIds = new Map(paid.map(({ id, key }) => [id, personOf(key)]));
  const given = countGiven(paidIds, rules);
  const commands: RewardCommand[] = [];
  const refused: RefusedReward[] = [];
  const due = new Set<string>();
  for (const newcomer of ripples.newcomers) {
    const { by, join } = newcomer;
    if (!by) continue;
    for (const { to, points, maxPerPerson = Number.POSITIVE_INFINITY } of rules.rewards) {
      const whom = recipient(newcomer, to, newcomers);
      if (!whom) continue;
      const { person, key } = whom;
      const id = idOf(rules, to, join);
      const why = hints.get(join);
      if (why) {
        refused.push({ code: "hinted", id, person, hints: why });
        continue;
      }
      due.add(id);
      if (paidIds.has(id)) continue;
      const count = given.get(keyOf(to, person)) ?? 0;
      if (count >= maxPerPerson) {
        refused.push({ code: "cap", id, person });
        continue;
      }
      given.set(keyOf(to, person), count + 1);
      commands.push({ type: "points", id, key, person, points, because: { to, join, share: by.share } });
    }
  }
  const unfounded = [...paidIds.keys()].filter((id) => id.startsWith(`${rules.campaign}/`) && !due.has(id)).sort();
  return { commands, refused, unfounded };
}

const idOf = ({ campaign }: RewardRules, to: RewardRule["to"], join: string): string => `${campaign}/${to}/${join}`;

const keyOf = (to: RewardRule["to"], person: string): string => `${to}/${person}`;

function recipient(
  { person, key, by }: Newcomer,
  to: RewardRule["to"],
  newcomers: ReadonlyMap<string, Newcomer>,
): { readonly person: string; readonly key: string } | undefined {
  if (to === "newcomer") return { person, key };
  const brought = to === "inviter" ? by : newcomers.get(by?.inviter ?? "")?.by;
  return brought && { person: brought.inviter, key: brought.key };
}

/** How many rewards of each kind each person was paid. */
function countGiven(paid: ReadonlyMap<string, string>, { campaign, rewards }: RewardRules): Map<string, number> {
  const given = new Map<string, number>();
  for (const [id, person] of paid) {
    const rule = rewards.find(({ to }) => id.startsWith(`${campaign}/${to}/`));
    if (rule) given.set(keyOf(rule.to, person), (given.get(keyOf(rule.to, person)) ?? 0) + 1);
  }
  return given;
}

function hintsByJoin(hints: readonly FraudHint[]): ReadonlyMap<string, readonly FraudHint["code"][]> {
  const byJoin = new Map<string, FraudHint["code"][]>();
  for (const { code, joins } of hints) {
    for (const join of joins) {
      const codes = byJoin.get(join) ?? [];
      if (!codes.includes(code)) codes.push(code);
      byJoin.set(join, codes);
    }
  }
  return byJoin;
}
