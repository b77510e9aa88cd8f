/** Stands for the words of a message that is deleted, where it is shown shortly. */
export const goneWords = 'Message deleted'

/** Stands for a message of a group that somebody may not see. */
export const unseenWords = 'A message you cannot see'

/** Stands for what somebody whom the viewer blocks wrote in a group. */
export const foldedWords = 'Message from somebody you blocked'
