// Takes the code of a link from behind its # into the field, and out of the address. Without this script it is typed.
"use strict";

(() => {
  const field = document.querySelector("[data-from-link]");
  const code = decodeURIComponent(location.hash.slice(1));
  if (!field || !code) return;
  field.value = code;
  history.replaceState(null, "", location.pathname);
})();
