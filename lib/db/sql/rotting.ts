/** Days without activity after which an open record stalls, when neither its stage nor its board says. */
export const defaultRottingDays = 14

/** The days that hold for a record, from its stage `s` and its board `p`. */
export const rottingDays = `coalesce(s."rottingDays", p."rottingDays", ${defaultRottingDays})`
