// Words typed into a form of the desk and not sent: whoever leaves the page, by a language, a link or the back key, is asked
// first. Only texts count: a ticked line of a list is no loss. Without this script the page does what it ever did.
"use strict";

(() => {
  const typed = new Map();

  document.addEventListener("input", (event) => {
    const field = event.target;
    if (!field.matches("textarea") || !field.form || field.form.method !== "post") return;
    const fields = typed.get(field.form) || new Set();
    if (field.value === field.defaultValue) fields.delete(field);
    else fields.add(field);
    typed.set(field.form, fields);
  });

  // Only the form that is sent is saved; what stands in another one of the page is asked about still.
  document.addEventListener("submit", (event) => {
    if (!event.defaultPrevented) typed.delete(event.target);
  });

  window.addEventListener("beforeunload", (event) => {
    if ([...typed.values()].some((fields) => fields.size)) event.preventDefault();
  });
})();
