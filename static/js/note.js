// Keys of a petition's notes: c (a call), v (a visit), n (a note) open the field, Enter saves, Shift+Enter begins a line.
// By the place of the key, so that they are the same on a Kazakh and a Russian keyboard. Ctrl+Enter saves for everybody;
// whoever switched the single keys off has no data-note-keys. All of it is also a choice and a button of the page.
"use strict";

(() => {
  const form = document.querySelector("form[data-note]");
  if (!form) return;
  const text = form.querySelector("textarea");
  const byKeys = form.hasAttribute("data-note-keys");
  const hint = form.querySelector("[data-note-hint]");
  const kinds = { KeyC: "call", KeyV: "visit", KeyN: "note" };
  let isSent = false;

  if (hint) hint.hidden = false;

  const isTyping = (element) =>
    element.matches("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]");

  document.addEventListener("keydown", (event) => {
    const kind = kinds[event.code];
    if (!byKeys || !kind || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || isTyping(event.target)) return;
    const choice = form.querySelector(`[name=kind][value=${kind}]`);
    const folded = form.closest("details");
    if (folded) folded.open = true;
    choice.checked = true;
    event.preventDefault();
    text.focus();
  });

  text.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || isSent) return;
    if (!byKeys && !event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    isSent = true;
    form.requestSubmit();
  });
})();
