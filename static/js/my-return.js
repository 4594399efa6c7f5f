/* A return as one page: <form data-one-by-one> with a section [data-entry] for each action.

   On a wide screen all of them stand under one another. On a phone one at a time is shown, with "Save and next" and "Back".
   Saving itself is done by drafts.js; the page works without any of this. */
"use strict";

(() => {
  const form = document.querySelector("form[data-one-by-one]");
  if (!form) {
    return;
  }
  const entries = [...form.querySelectorAll("[data-entry]")];
  const foot = form.querySelector("[data-foot]");
  const phone = window.matchMedia("(max-width: 40rem)");
  const saveNow = () => form.dispatchEvent(new Event("save-now"));

  entries.forEach((entry) => {
    const shown = entry.querySelector("[name$='-as_shown']");
    const state = form.querySelector(`[data-state="${entry.id}"]`);
    entry.addEventListener("input", () => {
      // From now on what stands here is kept, also where it becomes again what it was.
      shown.value = "";
      if (state && state.textContent !== "stopped") {
        state.textContent = "begun";
        state.className = "state state-begun";
      }
    });

    // Last time's words are kept: there is no need to say why in others.
    const same = entry.querySelector("[name$='-same_words']");
    const why = entry.querySelector("[name$='-rationale']");
    if (same && why) {
      const question = why.closest(".field");
      const show = () => {
        question.hidden = same.checked && !why.value.trim() && !question.matches(".field-wrong");
      };
      same.addEventListener("change", show);
      window.addEventListener("pageshow", show);
      show();
    }
  });

  // The first button of a form is what Enter presses: here it saves, and everybody stays where they are.
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.matches("input:not([type=hidden])")) {
      event.preventDefault();
      saveNow();
    }
  });

  // --- one at a time -------------------------------------------------------------------------------

  let at = 0;

  const button = (words, first) => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = first ? "btn btn-first" : "btn";
    made.textContent = words;
    return made;
  };

  const count = document.createElement("p");
  count.className = "return-count";
  const back = button("Back", false);
  const next = button("Save and next", true);
  const steps = document.createElement("div");
  steps.className = "buttons return-steps";
  steps.append(next, back);

  const contents = form.querySelector("[data-contents]");
  const fold = () => {
    if (contents) {
      contents.open = !phone.matches;
    }
  };

  const show = () => {
    const one = phone.matches && entries.length > 1;
    form.classList.toggle("one-by-one", one);
    entries.forEach((entry, number) => {
      entry.hidden = one && number !== at;
    });
    if (!one) {
      count.remove();
      steps.remove();
      if (foot) {
        foot.hidden = false;
      }
      return;
    }
    count.textContent = `Action ${at + 1} of ${entries.length}`;
    entries[at].prepend(count);
    entries[at].append(steps);
    back.hidden = at === 0;
    next.hidden = at === entries.length - 1;
    if (foot) {
      foot.hidden = at !== entries.length - 1;
    }
  };

  const goTo = (number) => {
    at = number;
    show();
    entries[at].scrollIntoView();
    entries[at].focus({ preventScroll: true });
  };

  const entryOf = (hash) => {
    const target = hash.length > 1 && document.getElementById(decodeURIComponent(hash.slice(1)));
    return target ? entries.indexOf(target.closest("[data-entry]")) : -1;
  };

  next.addEventListener("click", () => {
    saveNow();
    goTo(at + 1);
  });
  back.addEventListener("click", () => {
    saveNow();
    goTo(at - 1);
  });
  // A link to an action, or of the error summary to a box in it: it must be there before anybody can go to it.
  document.addEventListener(
    "click",
    (event) => {
      const link = event.target.closest("a[href^='#']");
      const number = link ? entryOf(link.hash) : -1;
      if (phone.matches && number >= 0) {
        at = number;
        show();
      }
    },
    true,
  );
  phone.addEventListener("change", () => {
    fold();
    show();
  });

  const wrong = entries.findIndex((entry) => entry.querySelector("[aria-invalid='true'], .warning"));
  const first = entries.findIndex((entry) => !entry.matches(".return-sent"));
  at = Math.max([entryOf(location.hash), wrong, first].find((number) => number >= 0) ?? 0, 0);
  fold();
  show();
})();
