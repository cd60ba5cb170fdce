/** Pictures at full size, one after another. */

import { showDialog } from "../base/dialog.js";
import { el, iconButton } from "../base/dom.js";
import { digits } from "../base/persian.js";

/** Show `pictures` (each with `url`), beginning with the one at `first`. */
export function openViewer(pictures, first) {
  let at = first;
  const image = el("img", { alt: "" });
  const place = el("span", { class: "viewer-place", role: "status" });
  const step = (by) => {
    at = (at + by + pictures.length) % pictures.length;
    image.src = pictures[at].url;
    image.alt = `عکس ${digits(at + 1)} از ${digits(pictures.length)}`;
    place.textContent = pictures.length > 1 ? `${digits(at + 1)} از ${digits(pictures.length)}` : "";
  };
  const many = pictures.length > 1;
  const dialog = el(
    "dialog",
    { class: "viewer", "aria-label": "نمایش عکس" },
    el("header", {}, place, iconButton("close", "بستن", () => dialog.close())),
    many && iconButton("previous", "عکس پیشین", () => step(-1), { class: "icon-button step previous" }),
    image,
    many && iconButton("next", "عکس پسین", () => step(1), { class: "icon-button step next" }),
  );
  dialog.addEventListener("keydown", (event) => {
    // In a right-to-left page the next picture is on the left.
    if (event.key === "ArrowLeft") step(1);
    if (event.key === "ArrowRight") step(-1);
  });
  step(0);
  showDialog(dialog);
}
