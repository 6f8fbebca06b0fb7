// Photographs of a document: made smaller here, shown, and sent page by page, again and again until each is kept.
// Without this script the form of the page sends them all at once. What was kept lies with the draft on the server.
"use strict";

(() => {
  const form = document.getElementById("camera");
  const line = document.getElementById("camera-line");
  const list = document.getElementById("pages");
  const status = document.getElementById("camera-status");
  if (!form || !line || !list || !status || !window.fetch || !window.createImageBitmap) return;

  const LONGEST = 2000;
  const QUALITY = 0.82;
  const DARK_PAPER = 85;
  const words = line.dataset;
  const chosen = form.querySelector("input[type=file]");
  const waiting = [];
  let isSending = false;

  const say = (text) => { status.textContent = text; };
  const pause = (time) => new Promise((done) => {
    const timer = setTimeout(done, time);
    window.addEventListener("online", () => { clearTimeout(timer); done(); }, { once: true });
  });

  const drawn = (bitmap, longest) => {
    const scale = Math.min(1, longest / Math.max(bitmap.width, bitmap.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round(bitmap.width * scale));
    canvas.height = Math.max(1, Math.round(bitmap.height * scale));
    canvas.getContext("2d").drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    return canvas;
  };

  // Paper is the brightest tenth of a page: where even that is dark, the letters cannot be read.
  const isDark = (canvas) => {
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    const greys = [];
    for (let at = 0; at < data.length; at += 4) greys.push(0.3 * data[at] + 0.59 * data[at + 1] + 0.11 * data[at + 2]);
    greys.sort((one, other) => one - other);
    return greys[Math.floor(greys.length * 0.9)] < DARK_PAPER;
  };

  const shown = (name) => {
    const item = line.content.cloneNode(true).querySelector("li");
    item.querySelector("[data-name]").textContent = name;
    for (const button of item.querySelectorAll("button")) {
      const which = document.createElement("span");
      which.className = "unseen";
      which.textContent = ` — ${name}`;
      button.append(which);
    }
    list.append(item);
    document.getElementById("join").hidden = false;
    return item;
  };

  const remark = (item, text) => {
    const note = item.querySelector("[data-remark]");
    note.textContent = text;
    note.hidden = !text;
  };

  const told = (item, text) => { item.querySelector("[data-state]").textContent = text; };

  const prepare = async (file) => {
    const item = shown(file.name);
    told(item, words.waits);
    const page = { item, name: file.name, content: file };
    try {
      const bitmap = await createImageBitmap(file, { imageOrientation: "from-image" });
      const small = drawn(bitmap, 240);
      item.prepend(small);
      if (isDark(small)) remark(item, words.dark);
      const canvas = drawn(bitmap, LONGEST);
      const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
      if (blob) {
        page.content = blob;
        page.name = `${file.name.replace(/\.[^.]*$/, "")}.jpg`;
      }
    } catch {
      remark(item, words.unreadable);
    }
    return page;
  };

  const asked = async (page) => {
    const body = new FormData();
    body.append("csrfmiddlewaretoken", form.querySelector("[name=csrfmiddlewaretoken]").value);
    body.append("attachment", page.content, page.name);
    const answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" } });
    if (answer.status >= 500) throw new Error(String(answer.status));
    const isOurs = (answer.headers.get("Content-Type") || "").startsWith("application/json");
    return { isKept: answer.ok && isOurs, ...(isOurs ? await answer.json() : { words: words.ended }) };
  };

  const keep = async (page) => {
    for (let time = 1000; ; time = Math.min(time * 2, 30000)) {
      told(page.item, words.sends);
      try {
        return await asked(page);
      } catch {
        told(page.item, words.offline);
        say(words.offline);
        await pause(time);
      }
    }
  };

  const settle = (page, answer) => {
    if (!answer.isKept) {
      told(page.item, "");
      remark(page.item, answer.words);
      for (const button of page.item.querySelectorAll("button")) button.hidden = true;
      return;
    }
    told(page.item, words.kept);
    if (answer.legibility) remark(page.item, answer.legibility);
    for (const one of page.item.querySelectorAll("form")) {
      one.action = one.action.replace("/0/", `/${answer.id}/`);
      one.hidden = false;
    }
  };

  const work = async () => {
    if (isSending) return;
    isSending = true;
    while (waiting.length) {
      const page = waiting[0];
      settle(page, await keep(page));
      waiting.shift();
    }
    isSending = false;
    say(words.all);
  };

  chosen.addEventListener("change", async () => {
    const files = Array.from(chosen.files);
    chosen.value = "";
    for (const file of files) {
      waiting.push(await prepare(file));
      work();
    }
  });

  const moves = {
    up: (item) => item.previousElementSibling && item.previousElementSibling.before(item),
    down: (item) => item.nextElementSibling && item.nextElementSibling.after(item),
    remove: (item) => item.remove(),
  };

  // Up, down and remove are forms that work by themselves; here they only keep the pictures on the page.
  list.addEventListener("submit", async (event) => {
    const moved = event.target;
    const button = moved.querySelector("button");
    const way = moved.action.match(/\/(up|down|remove)\/$/);
    if (!way) return;
    event.preventDefault();
    try {
      const answer = await fetch(moved.action, { method: "POST", body: new FormData(moved) });
      if (!answer.ok) throw new Error(String(answer.status));
      moves[way[1]](moved.closest("li"));
      if (way[1] === "remove") status.focus(); else button.focus();
    } catch {
      moved.submit();
    }
  });

  form.querySelector("button[type=submit]").hidden = true;
  window.addEventListener("beforeunload", (event) => { if (waiting.length) event.preventDefault(); });
})();
