/** Requests a minute that a caller has unless the installation or its key says otherwise. */
export const usualLimit = 6000

/** Requests a minute of a key that has no limit of its own. */
export const installationLimit = (): number => Number(process.env.RATE_LIMIT_PER_MINUTE || usualLimit)

/** Whether a number can be a limit: requests a minute. */
export const isLimit = (given: number): boolean => Number.isInteger(given) && given >= 1 && given <= mostRequests

/** The largest limit; the same stands in the schema. */
export const mostRequests = 10_000_000
