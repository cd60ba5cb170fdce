/** The sandbox's control API. Every failure is an ApiError whose message can be shown to the person. */

export class ApiError extends Error {}

const UNREACHABLE = "ارتباط با محیط آزمایشی برقرار نشد. لطفاً از روشن بودن آن مطمئن شوید و دوباره تلاش کنید.";

async function call(path, options = {}) {
  let response;
  try {
    response = await fetch(path, options);
  } catch (cause) {
    throw new ApiError(UNREACHABLE, { cause });
  }
  const answer = await response.json().catch(() => null);
  if (!response.ok) throw new ApiError(refusal(response.status, answer?.error));
  return answer;
}

/** A sentence for a refusal: the sandbox's own where it has one. */
function refusal(status, words) {
  if (words) return words;
  if (status === 413) return "این پرونده از اندازهٔ مجاز بزرگ‌تر است.";
  return "محیط آزمایشی به خطا برخورد. لطفاً دوباره تلاش کنید.";
}

function post(path, body = {}) {
  return call(path, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
}

export const api = {
  state: () => call("/api/state"),

  /** A new person on a messenger; whoever is on another one already has the same phone there. */
  addPerson: (platform, firstName, lastName, phone) =>
    post("/api/people", { platform, first_name: firstName, last_name: lastName, phone }),

  /** A group of everybody on a messenger, and the bot. */
  addGroup: (platform, title) => post("/api/groups", { platform, title }),

  /** A page of messages, oldest first: the latest `limit`, or those before the message `before`. */
  chat(person, { before, limit = 50 } = {}) {
    const query = new URLSearchParams({ limit });
    if (before !== undefined) query.set("before", before);
    return call(`/api/chats/${person}?${query}`);
  },

  /** Send a text; in a group `writer` is the member whose text it is. */
  sendText: (person, text, replyTo, writer) =>
    post(`/api/chats/${person}/text`, { text, ...(replyTo && { reply_to: replyTo }), ...(writer && { as: writer }) }),

  edit: (person, messageId, text) => post(`/api/chats/${person}/edit`, { message_id: messageId, text }),

  tap: (person, messageId, data) => post(`/api/chats/${person}/tap`, { message_id: messageId, data }),

  sendSticker: (person) => post(`/api/chats/${person}/sticker`, {}),
  shareContact: (person, of) => post(`/api/chats/${person}/contact`, { of }),

  shareLocation: (person, latitude, longitude) =>
    post(`/api/chats/${person}/location`, { latitude, longitude }),

  /** Send files as one message each; several photos or documents make an album. */
  sendFiles(person, kind, files, caption) {
    const form = new FormData();
    form.set("kind", kind);
    form.set("caption", caption);
    for (const file of files) form.append("file", file, file.name);
    return call(`/api/chats/${person}/files`, { method: "POST", body: form });
  },

  read: (person) => post(`/api/chats/${person}/read`),

  block: (person) => post(`/api/chats/${person}/block`),

  unblock: (person) => post(`/api/chats/${person}/unblock`),

  /** Move the clock forward: `{to}`, `{hours}`, `{days}` or `{next_due: true}`. */
  moveClock: (by) => post("/api/clock", by),
};
