/** Messages in the order of a chat's log: days, runs of one sender, albums. Plain data in, plain data out. */

/** Messages of one sender that are closer than this, in seconds, stand together. */
const RUN_GAP = 5 * 60;

/**
 * @param {object[]} messages oldest first
 * @param {(message: object) => number} dayOf the day on which a message was written
 * @returns {({day: number, key: string} | {messages: object[], key: string, mine: boolean, first: boolean, last: boolean})[]}
 *   `first` and `last` tell whether the entry begins and ends a run.
 */
export function arrange(messages, dayOf) {
  const entries = [];
  let day = null;
  let previous = null;
  for (const message of messages) {
    if (dayOf(message) !== day) {
      day = dayOf(message);
      entries.push({ key: `day-${day}`, day });
      previous = null;
    }
    if (previous && sameAlbum(previous.messages[0], message)) {
      previous.messages.push(message);
      continue;
    }
    const first = !previous || !sameRun(previous, message);
    if (!first) previous.last = false;
    previous = { key: `message-${message.id}`, messages: [message], mine: message.from === "person", first, last: true };
    entries.push(previous);
  }
  return entries;
}

function sameAlbum(one, other) {
  return Boolean(one.media_group_id) && one.media_group_id === other.media_group_id && one.from === other.from;
}

function sameRun(entry, message) {
  const latest = entry.messages.at(-1);
  return latest.from === message.from && latest.sender === message.sender && message.date - latest.date < RUN_GAP;
}
