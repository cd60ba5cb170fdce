/** What one person sends to the bot. Each method returns whether it went well; when not, it has said so. */

import { api } from "../base/api.js";
import { openContacts, openPlaces } from "./attach.js";
import { openFiles } from "./files.js";
import { attempt } from "../base/toast.js";

const ALBUM_LIMIT = 10;

export class Outgoing {
  #last = Promise.resolve(true);

  /** The member who writes, where the chat is a group. */
  writer = null;

  constructor(person) {
    this.person = person;
  }

  say(text, replyTo) {
    return this.#inOrder(() => api.sendText(this.person, text, replyTo, this.writer));
  }

  edit(message, text) {
    if (text === message.text) return true;
    return this.#inOrder(() => api.edit(this.person, message.id, text));
  }

  voice(file) {
    return this.#inOrder(() => api.sendFiles(this.person, "voice", [file], ""));
  }

  ownContact() {
    return this.#inOrder(() => api.shareContact(this.person, this.person));
  }

  sticker() {
    return this.#inOrder(() => api.sendSticker(this.person));
  }

  /** Ask whose number, then share it. */
  contact() {
    openContacts(this.person, (of) => this.#inOrder(() => api.shareContact(this.person, of)));
  }

  /** Ask for a place, then share it. */
  place() {
    openPlaces((latitude, longitude) => this.#inOrder(() => api.shareLocation(this.person, latitude, longitude)));
  }

  /** Show the files and ask for a caption, then send them, by tens if they are more than an album holds. */
  files(files, asPhotos = true) {
    const send = (kind, chosen, caption) =>
      this.#inOrder(async () => {
        for (let at = 0; at < chosen.length; at += ALBUM_LIMIT) {
          await api.sendFiles(this.person, kind, chosen.slice(at, at + ALBUM_LIMIT), at === 0 ? caption : "");
        }
      });
    openFiles(files, { asPhotos, send });
  }

  /** Messages leave in the order in which they were written. */
  #inOrder(action) {
    this.#last = this.#last.then(() => attempt(action));
    return this.#last;
  }
}
