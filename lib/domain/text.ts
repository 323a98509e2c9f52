/** Whether PostgreSQL can hold a text: it has no NUL and no half of a surrogate pair. */
export const isStorable = (text: string): boolean => !text.includes('\0') && text.isWellFormed()

/** Whether a text has at most `most` characters as people count them: an emoji is one. */
export const isWithin = (text: string, most: number): boolean => text.length <= most || [...text].length <= most

/** Whether a text holds more than blanks. */
export const isFilled = (text: string): boolean => text.trim() !== ''
