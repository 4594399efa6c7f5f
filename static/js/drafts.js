/* Keeps what is typed: <form data-autosave-url="…"> is sent there a few seconds after typing, or on the event "save-now".

   The address answers {"saved_at": "9.02"}. Anything else, a sign-in page for one, counts as not saved. */
"use strict";

(() => {
  const PAUSE = 3000;
  const RETRY = 15000;
  const NOT_SAVED = "Not saved – you are offline or signed out; what you typed is still here.";

  document.querySelectorAll("form[data-autosave-url]").forEach((form) => {
    const words = form.querySelector("[data-saved]") || form.appendChild(document.createElement("p"));
    words.setAttribute("role", "status");
    let timer = 0;
    let unsaved = false;
    let sending = null;

    const say = (text, failed) => {
      words.classList.toggle("saved-not", failed);
      // The same words again would be read out again.
      if (words.textContent !== text) {
        words.textContent = text;
      }
    };

    const later = (wait) => {
      clearTimeout(timer);
      timer = setTimeout(save, wait);
    };

    async function save() {
      clearTimeout(timer);
      if (!unsaved || form.dataset.sent || sending) {
        return;
      }
      unsaved = false;
      sending = new AbortController();
      try {
        const answer = await fetch(form.dataset.autosaveUrl, {
          method: "POST",
          body: new FormData(form),
          credentials: "same-origin",
          redirect: "manual",
          headers: { Accept: "application/json" },
          signal: sending.signal,
        });
        if (!answer.ok) {
          throw new Error(`answered ${answer.status}`);
        }
        const kept = await answer.json();
        say(`Saved ${kept.saved_at}`, false);
        if (unsaved) {
          later(PAUSE);
        }
      } catch (error) {
        if (error.name !== "AbortError") {
          unsaved = true;
          say(NOT_SAVED, true);
          later(RETRY);
        }
      } finally {
        sending = null;
      }
    }

    form.addEventListener("input", () => {
      unsaved = true;
      if (!sending) {
        later(PAUSE);
      }
    });
    window.addEventListener("online", save);
    // Another script asks not to wait: going on to the next action of a return.
    form.addEventListener("save-now", save);
    // Leaving for another page or app: send what is not yet kept.
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden" && unsaved && !form.dataset.sent) {
        navigator.sendBeacon(form.dataset.autosaveUrl, new FormData(form));
      }
    });
    // A draft that arrives after the form itself would stand there as if it had not been sent.
    form.addEventListener("submit", () => {
      clearTimeout(timer);
      unsaved = false;
      if (sending) {
        sending.abort();
      }
    });
  });
})();
