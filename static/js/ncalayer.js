// Signs the document of the page with NCALayer, the program on the reader's own machine, and sends the signature as a form.
// The keys stay in NCALayer: the page gives it the bytes of the document and gets a detached CMS back.
"use strict";

(() => {
  const box = document.querySelector("[data-ncalayer]");
  if (!box) return;

  const button = box.querySelector("[data-begin]");
  const status = box.querySelector("[role=status]");
  const form = box.querySelector("form");
  const FOR_SIGNING = "1.3.6.1.5.5.7.3.4";
  const CONNECT_MS = 5000;
  let isBusy = false;

  const say = (name) => {
    status.textContent = box.querySelector(`template[data-words="${name}"]`).content.textContent.trim();
  };

  const fail = (name) => Object.assign(new Error(name), { words: name });

  const documentAsBase64 = async () => {
    const answer = await fetch(box.dataset.document, { credentials: "same-origin" });
    if (!answer.ok) throw fail("no-document");
    const blob = await answer.blob();
    return new Promise((resolve, reject) => {
      const reader = new FileReader();
      reader.onload = () => resolve(String(reader.result).split(",", 2)[1]);
      reader.onerror = () => reject(fail("no-document"));
      reader.readAsDataURL(blob);
    });
  };

  const connect = () =>
    new Promise((resolve, reject) => {
      let socket;
      try {
        socket = new WebSocket(box.dataset.ncalayer);
      } catch {
        reject(fail("not-running"));
        return;
      }
      const timer = setTimeout(() => socket.close(), CONNECT_MS);
      socket.onopen = () => {
        clearTimeout(timer);
        resolve(socket);
      };
      // An address the page may not speak with ends in an error alone, one where nobody listens in both.
      socket.onerror = socket.onclose = () => {
        clearTimeout(timer);
        reject(fail("not-running"));
      };
    });

  // The first message is a greeting, and some versions send heartbeats: only what answers a request is an answer.
  const isAnswer = (message) =>
    typeof message === "object" && message !== null && ["status", "code", "errorCode"].some((name) => name in message);

  const ask = (socket, request) =>
    new Promise((resolve, reject) => {
      socket.onmessage = (event) => {
        let message;
        try {
          message = JSON.parse(event.data);
        } catch {
          return;
        }
        if (isAnswer(message)) resolve(message);
      };
      socket.onclose = () => reject(fail("closed"));
      socket.send(JSON.stringify(request));
    });

  const isCancelled = (answer) => /cancel/i.test(`${answer.code || ""} ${answer.message || ""}`);

  const bySigningModule = async (socket, data) => {
    const answer = await ask(socket, {
      module: "kz.gov.pki.knca.basics",
      method: "sign",
      args: {
        format: "cms",
        data,
        signingParams: { decode: true, encapsulate: false, digested: false, tsaProfile: null },
        signerParams: { extKeyUsageOids: [FOR_SIGNING] },
        locale: box.dataset.locale,
      },
    });
    if ("errorCode" in answer) return null;
    if (answer.status !== true) throw fail(isCancelled(answer) ? "cancelled" : "failed");
    const result = answer.body && answer.body.result;
    const signature = Array.isArray(result) ? result[0] : result;
    if (typeof signature !== "string") throw fail("cancelled");
    return signature;
  };

  const byOlderModule = async (socket, data) => {
    const answer = await ask(socket, {
      module: "kz.gov.pki.knca.commonUtils",
      method: "createCMSSignatureFromBase64",
      args: ["PKCS12", "SIGNATURE", data, false],
    });
    if (answer.code !== "200") throw fail(isCancelled(answer) ? "cancelled" : "failed");
    if (typeof answer.responseObject !== "string") throw fail("cancelled");
    return answer.responseObject;
  };

  const sign = async () => {
    say("connecting");
    const socket = await connect();
    try {
      const data = await documentAsBase64();
      say("choose");
      const signature = (await bySigningModule(socket, data)) || (await byOlderModule(socket, data));
      say("sending");
      form.elements.container.value = signature;
      form.submit();
    } finally {
      socket.onclose = null;
      socket.close();
    }
  };

  button.hidden = false;
  button.addEventListener("click", async () => {
    if (isBusy) return;
    isBusy = true;
    button.setAttribute("aria-disabled", "true");
    try {
      await sign();
    } catch (error) {
      say(error.words || "failed");
    }
    isBusy = false;
    button.removeAttribute("aria-disabled");
  });
})();
