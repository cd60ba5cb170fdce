/** Choosing files, and the window in which they are looked at and given a caption before they go. */

import { choices, field, openForm } from "../base/dialog.js";
import { el, icon, iconButton } from "../base/dom.js";
import { digits, fileSize } from "../base/persian.js";

/** Let the person choose files of the kind that `accept` names. Gives an empty list when nothing was chosen. */
export function pickFiles(accept, multiple) {
  return new Promise((resolve) => {
    const input = el("input", { type: "file", accept, multiple, hidden: true });
    const give = () => {
      resolve([...input.files]);
      input.remove();
    };
    input.addEventListener("change", give);
    input.addEventListener("cancel", give);
    document.body.append(input);
    input.click();
  });
}

/**
 * Show the files before they are sent.
 * @param {File[]} files
 * @param {{asPhotos: boolean, send: (kind: string, files: File[], caption: string) => Promise<boolean>}} options
 *   `asPhotos` is what is proposed when all of them are pictures; `send` returns whether they went
 */
export function openFiles(files, { asPhotos, send }) {
  const chosen = [...files];
  const pictures = chosen.every((file) => file.type.startsWith("image/"));
  const list = el("ul", { class: "chosen-files" });
  const count = el("p", { class: "hint", role: "status" });
  const draw = () => {
    list.replaceChildren(...chosen.map((file) => row(file, () => discard(file))));
    count.textContent = `${digits(chosen.length)} پرونده، ${fileSize(chosen.reduce((sum, file) => sum + file.size, 0))}`;
  };
  const discard = (file) => {
    chosen.splice(chosen.indexOf(file), 1);
    if (chosen.length === 0) dialog.close();
    else draw();
  };
  const kinds = choices(
    "چگونه فرستاده شود؟",
    "kind",
    [
      ["photo", "عکس"],
      ["document", "پرونده (بدون کاهش کیفیت)"],
    ],
    pictures && asPhotos ? "photo" : "document",
  );
  kinds.hidden = !pictures;
  draw();
  const dialog = openForm({
    title: "ارسال پیوست",
    body: [list, count, kinds, field("شرح (اختیاری)", { name: "caption", maxlength: 1024 })],
    submitLabel: "ارسال",
    submit: ({ kind, caption }) => send(kind, chosen, caption),
  });
  dialog.querySelector("[name=caption]").focus();
  dialog.addEventListener("close", () => {
    for (const image of list.querySelectorAll("img")) URL.revokeObjectURL(image.src);
  });
}

function row(file, discard) {
  const preview = file.type.startsWith("image/")
    ? el("img", { src: URL.createObjectURL(file), alt: "" })
    : el("span", { class: "file-icon" }, icon("file"));
  return el(
    "li",
    {},
    preview,
    el(
      "span",
      { class: "card-lines" },
      el("span", { class: "card-title" }, el("bdi", {}, file.name)),
      el("span", { class: "card-note" }, fileSize(file.size)),
    ),
    iconButton("close", `برداشتن ${file.name}`, discard),
  );
}
