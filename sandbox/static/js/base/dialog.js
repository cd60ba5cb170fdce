/** Modal windows. Escape and a click beside them close them; the focus goes back to where it was. */

import { el, iconButton } from "./dom.js";

let named = 0;

/**
 * Open a window and return it; it leaves the page when it closes.
 * @param {{title: string, body: Node[], actions?: Node[], role?: string}} parts
 */
export function openDialog({ title, body, actions = [], role = "dialog" }) {
  const heading = el("h2", { id: `dialog-title-${(named += 1)}` }, title);
  const dialog = el(
    "dialog",
    { class: "dialog", "aria-labelledby": heading.id, role },
    el("header", {}, heading, iconButton("close", "بستن", () => dialog.close())),
    el("div", { class: "dialog-body" }, ...body),
    actions.length > 0 && el("footer", {}, ...actions),
  );
  showDialog(dialog);
  dialog.querySelector(".dialog-body :is(input, button), footer button")?.focus();
  return dialog;
}

/** Words that stay until they are acknowledged. */
export function openAlert(title, text) {
  const understood = el("button", { type: "button", class: "primary", onclick: () => dialog.close() }, "متوجه شدم");
  const dialog = openDialog({ title, body: [el("p", {}, text)], actions: [understood], role: "alertdialog" });
}

/** Show an element `dialog` that the caller made. */
export function showDialog(dialog) {
  dialog.addEventListener("close", () => dialog.remove());
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}

/** A window with fields; `submit` gets their values by name and the window closes when it returns true. */
export function openForm({ title, body, submitLabel, submit }) {
  const send = el("button", { type: "submit", class: "primary" }, submitLabel);
  const form = el("form", { class: "fields" }, ...body, el("div", { class: "form-end" }, send));
  const dialog = openDialog({ title, body: [form] });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    send.disabled = true;
    if (await submit(Object.fromEntries(new FormData(form)))) dialog.close();
    else send.disabled = false;
  });
  return dialog;
}

/** One of a few: `options` are pairs of a value and its label. */
export function choices(legend, name, options, chosen) {
  return el(
    "fieldset",
    { class: "choices" },
    el("legend", {}, legend),
    ...options.map(([value, label]) =>
      el("label", {}, el("input", { type: "radio", name, value, checked: value === chosen }), label),
    ),
  );
}

/** A labelled text field. */
export function field(label, properties) {
  return el("label", { class: "field" }, el("span", {}, label), el("input", { autocomplete: "off", ...properties }));
}
