// Looks every few seconds how something stands that is waited for (a signature, the check of a file), says politely what
// changed, and goes on where there is a page to go on to.
// Without this script the page has a link that does the same when it is pressed.
"use strict";

(() => {
  const status = document.querySelector("[data-watched]");
  if (!status) return;

  const EVERY_MS = 3000;
  let shown = status.dataset.state;

  const look = async () => {
    if (document.hidden) return true;
    const answer = await fetch(status.dataset.watched, { credentials: "same-origin", headers: { Accept: "application/json" } });
    if (!answer.ok) return answer.status >= 500;
    const told = await answer.json();
    if (told.state !== shown) {
      shown = told.state;
      status.textContent = told.words;
    }
    if (told.next) location.assign(told.next);
    return !told.next && told.state !== "over";
  };

  const wait = () =>
    setTimeout(async () => {
      let goesOn = true;
      try {
        goesOn = await look();
      } catch {
        // No network just now: the next look may find one.
      }
      if (goesOn) wait();
    }, EVERY_MS);

  wait();
})();
