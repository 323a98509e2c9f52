/** What a member may do: a viewer reads; an editor also writes; an admin also shapes the workspace. */
export const roles = ['viewer', 'editor', 'admin'] as const
export type Role = (typeof roles)[number]

/** Whether `role` reaches `needed`. */
export const reaches = (role: Role, needed: Role): boolean => roles.indexOf(role) >= roles.indexOf(needed)

/** The weaker of two roles. */
export const lowerRole = (one: Role, other: Role): Role => (reaches(one, other) ? other : one)
