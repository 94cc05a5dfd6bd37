/** What the members of one generation, or of all, did to bring others. Counts of separate groups add up. */
export interface RippleCounts {
  /** Who joined or shared. */
  readonly members: number;
  /** How many of them shared. */
  readonly sharers: number;
  readonly shares: number;
  /** Persons reached: somebody who opened a member's share, counted once for each member. */
  readonly invited: number;
  /** Newcomers whose first touch it was. */
  readonly joined: number;
}

/** How many new members a member brings, and what it is made of. */
export interface KFactor extends RippleCounts {
  /** invited ÷ members; absent without members. */
  readonly invitesPerMember?: number;
  /** joined ÷ invited; absent where nobody was invited. */
  readonly conversion?: number;
  /** invites per member × conversion = joined ÷ members; absent without members. From 1 a ripple grows by itself. */
  readonly k?: number;
}

/** Adds up counts of separate groups. */
export const addCounts = (all: readonly RippleCounts[]): RippleCounts =>
  all.reduce(
    (sum, { members, sharers, shares, invited, joined }) => ({
      members: sum.members + members,
      sharers: sum.sharers + sharers,
      shares: sum.shares + shares,
      invited: sum.invited + invited,
      joined: sum.joined + joined,
    }),
    { members: 0, sharers: 0, shares: 0, invited: 0, joined: 0 },
  );

/**
 * Reads the K-factor from counts.
 *
 * @example
 * kFactor({ members: 10, sharers: 4, shares: 6, invited: 20, joined: 5 }).k; // => 0.5
 * @see D. Skok, Lessons learned: viral marketing (2009): K = i × conversion, i the invitations each user sends
 */
export const kFactor = (counts: RippleCounts): KFactor => {
  const { members, invited, joined } = counts;
  return {
    ...counts,
    ...(members > 0 && { invitesPerMember: invited / members, k: joined / members }),
    ...(invited > 0 && { conversion: joined / invited }),
  };
};
