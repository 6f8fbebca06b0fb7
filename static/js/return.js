// Keys of a return: 1 to 9 choose a ground, w goes on to the reason — only while one of the grounds has the focus.
// Everything they do is also a checkbox or a field of the page.
"use strict";

(() => {
  const grounds = document.querySelector("[data-grounds]");
  const reason = document.getElementById("id_explanation");
  if (!grounds || !reason) return;

  grounds.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key.toLowerCase() === "w" || event.key === "ц" || event.key === "Ц") {
      event.preventDefault();
      reason.focus();
      return;
    }
    const box = grounds.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
    if (!box) return;
    event.preventDefault();
    box.click();
    box.focus();
  });
})();
