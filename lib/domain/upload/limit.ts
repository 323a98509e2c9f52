/** How large an uploaded file may be, in MiB, unless the installation says otherwise. */
export const usualUpload = 1024

/** The most that an uploaded file may hold, in MiB: `UPLOAD_LIMIT_MB`. */
export const uploadLimit = (): number => Number(process.env.UPLOAD_LIMIT_MB || usualUpload)

/** The largest limit; a row counts chunks of one MiB. */
export const largestUpload = 1_048_576

/** Whether a number can be the limit: MiB. */
export const isUploadLimit = (given: number): boolean => Number.isInteger(given) && given >= 1 && given <= largestUpload
