// F9 presses the button that raises the alarm of danger to life or torture: one key, that types nothing.
"use strict";

(() => {
  const form = document.querySelector("form[data-danger]");
  if (!form) return;
  document.addEventListener("keydown", (event) => {
    if (event.key !== "F9" || event.repeat || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    form.requestSubmit();
  });
})();
