// The help to the keys opens as a dialog over the page, by its button or by ?: where a list has keys, only while the focus
// is in it. Without this script the help folds out where it stands. Whoever switched the keys off has the button alone.
"use strict";

(() => {
  const folded = document.querySelector("details#keys");
  if (!folded || !window.HTMLDialogElement) return;

  const button = document.createElement("button");
  button.type = "button";
  button.id = "keys";
  button.className = "keys";
  button.setAttribute("aria-haspopup", "dialog");
  button.append(...folded.querySelector("summary").childNodes);
  const dialog = document.createElement("dialog");
  dialog.className = "keys";
  dialog.setAttribute("aria-labelledby", "keys");
  dialog.append(...folded.querySelector("div").childNodes);
  folded.replaceWith(button, dialog);

  const close = dialog.querySelector("[data-close]");
  close.hidden = false;
  close.addEventListener("click", () => dialog.close());
  button.addEventListener("click", () => dialog.showModal());

  const isTyping = (element) =>
    element.matches("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]");
  const areOnHere = (element) =>
    element.closest("[data-keys], [data-grounds]") ||
    (document.querySelector("[data-note-keys]") && !document.querySelector("[data-keys], [data-grounds]"));

  document.addEventListener("keydown", (event) => {
    if (event.key !== "?" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (!dialog.open && (isTyping(event.target) || !areOnHere(event.target))) return;
    event.preventDefault();
    if (dialog.open) dialog.close();
    else dialog.showModal();
  });
})();
