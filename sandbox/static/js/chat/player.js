/** A voice message that can be played, with its progress. */

import { el, icon } from "../base/dom.js";
import { duration } from "../base/persian.js";

export function player(sound) {
  const audio = new Audio();
  audio.preload = "none";
  audio.src = sound.url;
  const total = () => (Number.isFinite(audio.duration) ? audio.duration : (sound.duration ?? 0));

  const play = el("button", { type: "button", class: "play" });
  const track = el("input", { type: "range", class: "track", min: 0, max: 1000, value: 0, "aria-label": "جای پخش" });
  const clock = el("span", { class: "card-note" }, duration(sound.duration ?? 0));

  const show = () => {
    play.replaceChildren(icon(audio.paused ? "play" : "pause"));
    play.setAttribute("aria-label", audio.paused ? "پخش پیام صوتی" : "توقف پخش");
    track.value = total() > 0 ? Math.round((audio.currentTime / total()) * 1000) : 0;
    track.style.setProperty("--played", `${track.value / 10}%`);
    clock.textContent = duration(audio.currentTime > 0 ? audio.currentTime : total());
  };
  play.addEventListener("click", () => (audio.paused ? audio.play().catch(() => failed(clock)) : audio.pause()));
  track.addEventListener("input", () => {
    audio.currentTime = (track.value / 1000) * total();
  });
  for (const change of ["play", "pause", "timeupdate", "loadedmetadata", "ended"]) audio.addEventListener(change, show);
  show();
  return el("div", { class: "player" }, play, el("div", { class: "card-lines" }, track, clock));
}

function failed(clock) {
  clock.textContent = "این صدا پخش‌شدنی نیست";
}
