/* Comforts of the redaction bench: a selection fills the field, a waiting page comes back by itself. */
(() => {
  "use strict";
  document.querySelectorAll("[data-select]").forEach((text) => {
    const field = document.getElementById(text.dataset.select);
    const take = () => {
      const selection = document.getSelection();
      const words = selection.toString().replace(/\s+/g, " ").trim();
      if (field && words && text.contains(selection.anchorNode) && text.contains(selection.focusNode)) field.value = words;
    };
    document.addEventListener("selectionchange", take);
  });
  const waiting = document.querySelector("[data-refresh]");
  if (waiting) setTimeout(() => { if (!document.hidden) location.reload(); }, Number(waiting.dataset.refresh) * 1000);
})();
