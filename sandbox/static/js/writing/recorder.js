/** Recording a voice message; where there is no microphone, a file with the sound is chosen instead. */

import { el, icon, iconButton } from "../base/dom.js";
import { pickFiles } from "./files.js";
import { duration } from "../base/persian.js";
import { toast } from "../base/toast.js";

export class Recorder {
  #recorder = null;

  /** @param {(file: File) => void} done gets the recorded or chosen sound */
  constructor(done) {
    this.done = done;
    this.button = iconButton("microphone", "ضبط پیام صوتی", () => this.#start(), { class: "send" });
    this.clock = el("span", { class: "recording-clock", role: "timer" });
    this.bar = el(
      "div",
      { class: "recording", hidden: true },
      iconButton("bin", "دور انداختن صدا", () => this.#stop(false)),
      el("span", { class: "recording-dot" }),
      this.clock,
      el("span", { class: "recording-hint" }, "در حال ضبط صدا…"),
      el(
        "button",
        { type: "button", class: "send", "aria-label": "ارسال پیام صوتی", onclick: () => this.#stop(true) },
        icon("send"),
      ),
    );
    this.bar.addEventListener("keydown", (event) => event.key === "Escape" && this.#stop(false));
  }

  async #start() {
    let stream;
    try {
      stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    } catch (refused) {
      // Every refusal (no device, no permission) has the same way out, and its name helps nobody who chats.
      console.info("no microphone:", refused.name);
      toast("میکروفون در دسترس نیست. لطفاً پروندهٔ صدا را برگزینید.");
      const [file] = await pickFiles("audio/*", false);
      if (file) this.done(file);
      return;
    }
    const chunks = [];
    const began = performance.now();
    const show = () => (this.clock.textContent = duration((performance.now() - began) / 1000));
    const ticking = setInterval(show, 250);
    this.#recorder = new MediaRecorder(stream);
    this.#recorder.addEventListener("dataavailable", (event) => chunks.push(event.data));
    this.#recorder.addEventListener("stop", () => {
      clearInterval(ticking);
      for (const track of stream.getTracks()) track.stop();
      const type = this.#recorder.mimeType.split(";")[0];
      if (this.#recorder.wanted) this.done(new File(chunks, `voice.${type.split("/")[1]}`, { type }));
    });
    this.#recorder.start();
    show();
    this.bar.hidden = false;
    this.bar.querySelector(".send").focus();
  }

  #stop(wanted) {
    this.#recorder.wanted = wanted;
    this.#recorder.stop();
    this.bar.hidden = true;
    this.button.focus();
  }
}
