/** Why nothing is written in a conversation that is closed: the same for both, whatever the reason, so that it tells nothing. */
export const closedWords = 'You cannot send messages in this conversation.'
