/* Questions that depend on another answer of the page appear with it. Without this file they are all shown. */
(() => {
  "use strict";
  const answers = (name) => Array.from(document.getElementsByName(name))
    .filter((input) => !["radio", "checkbox"].includes(input.type) || input.checked)
    .map((input) => input.value);

  const places = new Map();
  document.querySelectorAll("[data-shown-if]").forEach((input) => {
    const place = input.closest(".field");
    if (place) places.set(place, { master: input.dataset.shownIf, values: input.dataset.shownValues.split(" ") });
  });

  const settle = () => places.forEach(({ master, values }, place) => {
    place.hidden = !answers(master).some((answer) => values.includes(answer));
  });

  settle();
  document.addEventListener("change", settle);
  window.addEventListener("pageshow", settle);
})();
