// Keys of the desk: j, k, Enter, x, ? — only while the focus is in a list marked data-keys, and not while somebody types.
// Everything they do is also a link, a button or a checkbox of the page. Whoever switched them off gets no data-keys.
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
    j: (element) => move(element, 1),
    k: (element) => move(element, -1),
    x: (element) => {
      const line = lineOf(element);
      const box = line && line.querySelector("input[type=checkbox]");
      if (box) box.click();
    },
    "?": () => {
      const help = document.getElementById("keys");
      if (help) help.open = !help.open;
    },
  };

  list.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    const act = acts[event.key];
    if (!act) return;
    event.preventDefault();
    act(event.target);
  });

  list.addEventListener("focusin", (event) => {
    const here = lineOf(event.target);
    lines().forEach((line) => line.classList.toggle("here", line === here));
  });
})();
