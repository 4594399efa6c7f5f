/* Help while a form is filled in. Nothing here blocks an answer, and every form works without it. */
"use strict";

(() => {
  // A second click while the first is on its way does nothing.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || event.defaultPrevented) {
      return;
    }
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "yes";
    // Nothing came back: let the person try again.
    setTimeout(() => delete form.dataset.sent, 15000);
  });
  // The back button shows the page as it was left, the mark included.
  window.addEventListener("pageshow", () => {
    document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent);
  });

  // Questions that only some ratings ask: <fieldset data-when-rated="R A">. Of several forms on a page each is a [data-entry].
  document.querySelectorAll("[data-when-rated]").forEach((questions) => {
    const entry = questions.closest("[data-entry], form");
    const ratings = questions.dataset.whenRated.split(" ");
    const show = () => {
      const chosen = entry.querySelector("input[data-rating]:checked");
      const wrong = questions.querySelector("[aria-invalid='true']");
      questions.hidden = !wrong && !(chosen && ratings.includes(chosen.dataset.rating));
    };
    entry.addEventListener("change", show);
    // The browser puts earlier answers back after this script has run.
    window.addEventListener("pageshow", show);
    show();
  });

  // Whole words: "robust" does not stand in "robustness". actions/vague_words.py goes by the same rule.
  const standsIn = (text, phrase) =>
    new RegExp(`(?<![\\p{L}\\d_])${phrase.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}(?![\\p{L}\\d_])`, "iu").test(text);

  // Words that say little: <textarea data-vague-words='["some good progress"]'>.
  document.querySelectorAll("textarea[data-vague-words]").forEach((box) => {
    const phrases = JSON.parse(box.dataset.vagueWords);
    const nudge = document.createElement("p");
    nudge.className = "nudge";
    nudge.setAttribute("role", "status");
    box.after(nudge);
    const look = () => {
      const text = box.value.toLowerCase();
      const found = /\d/.test(text) ? undefined : phrases.find((phrase) => standsIn(text, phrase));
      const words = found ? `“${found}” does not say how much. If there is a figure, give it: from what, to what.` : "";
      if (nudge.textContent !== words) {
        nudge.textContent = words;
      }
    };
    box.addEventListener("input", look);
    look();
  });
})();
