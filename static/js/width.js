// Notes how wide the window is, for whoever reports that something is wrong on a page. Without it nothing is missing.
"use strict";

for (const field of document.querySelectorAll("input[data-width]")) field.value = String(window.innerWidth);
