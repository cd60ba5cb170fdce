/** Where a person writes: the text field with its bar for a reply or an edit, the reply keyboard, attachments and voice. */

import { openAttachMenu } from "./attach.js";
import { el, icon, iconButton } from "./dom.js";
import { openMenu } from "./menu.js";
import { summary } from "./message.js";
import { Recorder } from "./recorder.js";
import { ReplyKeyboard } from "./replykeyboard.js";
import { store } from "./store.js";

const TALLEST = 160;

export class Composer {
  /** What the next text answers or replaces: `{kind: "reply" | "edit", message}`. */
  #about = null;

  /**
   * @param {object} actions what the person does: `send(text, replyTo)` and `edit(message, text)` return whether it went
   *   well, `files(files)`, `voice(file)`, `place()`, `contact()`, `ownContact()`, and `editNewest()`
   */
  constructor(actions) {
    this.actions = actions;
    this.text = el("textarea", {
      rows: 1,
      placeholder: "پیام خود را بنویسید…",
      "aria-label": "متن پیام",
      enterkeyhint: "send",
      oninput: () => this.#fit(),
      onkeydown: (event) => this.#key(event),
      onpaste: (event) => this.#paste(event),
    });
    this.about = el("div", { class: "about", hidden: true });
    this.keyboard = new ReplyKeyboard({
      say: (text) => this.actions.send(text),
      contact: () => this.actions.ownContact(),
      place: () => this.actions.place(),
    });
    this.attach = iconButton("attach", "پیوست", () => openAttachMenu(this.attach, this.actions), {
      "aria-haspopup": "menu",
    });
    this.commands = iconButton("command", "فهرست دستورها", () => this.#showCommands(), { "aria-haspopup": "menu" });
    this.sendButton = el("button", { type: "submit", class: "send", "aria-label": "ارسال پیام" }, icon("send"));
    this.recorder = new Recorder((file) => this.actions.voice(file));
    this.form = el(
      "form",
      { class: "composer-row" },
      this.attach,
      el("div", { class: "composer-field" }, this.text, this.commands, this.keyboard.toggle),
      this.recorder.button,
      this.sendButton,
    );
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#submit();
    });
    this.root = el("div", { class: "composer" }, this.about, this.form, this.recorder.bar, this.keyboard.root);
    this.#fit();
  }

  get draft() {
    return this.text.value;
  }

  /** Begin with a text that was left unsent. */
  set draft(text) {
    this.text.value = text;
    this.#fit();
  }

  /** What depends on the bot: whether it has a menu of commands. */
  refresh() {
    this.commands.hidden = store.bot.commands.length === 0;
  }

  reply(message) {
    this.#begin("reply", "reply", "پاسخ به", message);
  }

  edit(message) {
    this.draft = message.text;
    this.#begin("edit", "edit", "ویرایش پیام", message);
  }

  #begin(kind, drawing, title, message) {
    this.#about = { kind, message };
    this.about.hidden = false;
    this.about.replaceChildren(
      icon(drawing),
      el("div", { class: "about-lines" }, el("strong", {}, title), el("span", {}, summary(message))),
      iconButton("close", "انصراف", () => this.#leave()),
    );
    this.text.focus();
  }

  /** Give up the reply or the edit; an edited text leaves with it. */
  #leave() {
    if (this.#about?.kind === "edit") this.draft = "";
    this.#about = null;
    this.about.hidden = true;
    this.text.focus();
  }

  async #submit() {
    const text = this.text.value.trim();
    if (!text) return;
    const about = this.#about;
    this.#about = null;
    this.about.hidden = true;
    this.draft = "";
    const went =
      about?.kind === "edit"
        ? await this.actions.edit(about.message, text)
        : await this.actions.send(text, about?.message.id);
    if (went) return;
    // What was not sent comes back, before whatever was typed meanwhile.
    this.draft = [text, this.text.value].filter(Boolean).join("\n");
    if (about) this.#begin(about.kind, about.kind, about.kind === "edit" ? "ویرایش پیام" : "پاسخ به", about.message);
  }

  #key(event) {
    if (event.isComposing) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.#submit();
    } else if (event.key === "Escape" && this.#about) {
      event.preventDefault();
      this.#leave();
    } else if (event.key === "ArrowUp" && this.text.value === "") {
      event.preventDefault();
      this.actions.editNewest();
    }
  }

  #paste(event) {
    const files = [...event.clipboardData.files];
    if (files.length === 0) return;
    event.preventDefault();
    this.actions.files(files);
  }

  #showCommands() {
    const items = store.bot.commands.map(({ command, description }) => ({
      label: description,
      hint: `/${command}`,
      icon: "command",
      act: () => this.actions.send(`/${command}`),
    }));
    openMenu(this.commands, items, { label: "دستورها" });
  }

  /** As tall as its text, and the microphone in the place of the arrow while there is none. */
  #fit() {
    this.text.style.height = "auto";
    this.text.style.height = `${Math.min(this.text.scrollHeight, TALLEST)}px`;
    const blank = this.text.value.trim() === "";
    this.sendButton.hidden = blank;
    this.recorder.button.hidden = !blank;
  }
}
