// Keys of the desk: j, k, Enter, x — only while the focus is in a list marked data-keys, and not while somebody types.
// Everything they do is also a link, a button or a checkbox of the page. Whoever switched them off gets no data-keys.
// By the place of the key, so that they are the same on a Kazakh and a Russian keyboard.
"use strict";

(() => {
  const list = document.querySelector("[data-keys]");
  if (!list) return;

  const lines = () => Array.from(list.querySelectorAll("[data-line]"));
  const lineOf = (element) => element.closest("[data-line]");

  const focusLine = (line) => {
    const target = line.querySelector("a[href]");
    if (target) target.focus();
  };

  const move = (element, by) => {
    const all = lines();
    const at = all.indexOf(lineOf(element));
    const next = all[Math.min(Math.max(at + by, 0), all.length - 1)];
    if (next) focusLine(next);
  };

  const isTyping = (element) =>
    element.matches("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]");

  const acts = {
    KeyJ: (element) => move(element, 1),
    KeyK: (element) => move(element, -1),
    KeyX: (element) => {
      const line = lineOf(element);
      const box = line && line.querySelector("input[type=checkbox]");
      if (box) box.click();
    },
  };

  list.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || isTyping(event.target)) return;
    const act = acts[event.code];
    if (!act) return;
    event.preventDefault();
    act(event.target);
  });

  list.addEventListener("focusin", (event) => {
    const here = lineOf(event.target);
    lines().forEach((line) => line.classList.toggle("here", line === here));
  });
})();
