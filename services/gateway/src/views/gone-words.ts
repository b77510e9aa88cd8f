/** Stands for the words of a message that is deleted, where it is shown shortly. */
export const goneWords = 'Message deleted'
