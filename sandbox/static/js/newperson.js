/** The window that adds a person to the sandbox. */

import { api } from "./api.js";
import { field, openForm } from "./dialog.js";
import { store } from "./store.js";
import { attempt } from "./toast.js";

/** Ask for a name, add the person and hand the new id to `added`. */
export function askForPerson(added) {
  openForm({
    title: "افزودن شخص",
    body: [
      field("نام", { name: "firstName", required: true, maxlength: 64, placeholder: "سارا" }),
      field("نام خانوادگی (اختیاری)", { name: "lastName", maxlength: 64, placeholder: "رضایی" }),
    ],
    submitLabel: "افزودن",
    submit: ({ firstName, lastName }) =>
      attempt(async () => {
        const person = await api.addPerson(firstName.trim(), lastName.trim());
        await store.refresh();
        added(person.id);
      }),
  });
}
