/* Drawing a zone on the page with the mouse or a finger, and taking one away without loading the page again. Without this file the
   same is done with numbers. What is placed stands in one hidden field: two signs a number, four numbers a zone. */
(() => {
  "use strict";
  const place = document.querySelector("[data-covering]");
  const form = document.querySelector(".covering__tools");
  if (!place || !form) return;
  const field = form.elements.cadres;
  const svg = place.querySelector("svg");
  const list = form.querySelector("[data-zones]");
  const WHOLE = 1000, MOST = 250, LEAST = 3;

  const read = (text) => (text.match(/.{8}/g) || []).map((part) => part.match(/../g).map((pair) => parseInt(pair, 36)));
  const written = (zones) => zones.flat().map((one) => one.toString(36).padStart(2, "0")).join("");
  const percent = (one) => (one / 10).toFixed(1).replace(".", ",").replace(",0", "");
  const words = ([left, top, right, bottom]) =>
    `${left === 0 && right === WHOLE ? "Toute la largeur" : `De ${percent(left)} à ${percent(right)} %`}, hauteur de ${percent(top)} à ${percent(bottom)} %`;
  let zones = read(field.value);

  const rect = ([left, top, right, bottom]) => {
    const shape = document.createElementNS("http://www.w3.org/2000/svg", "rect");
    Object.entries({ x: left, y: top, width: right - left, height: bottom - top })
      .forEach(([name, value]) => shape.setAttribute(name, value));
    return shape;
  };

  const line = (zone, index) => {
    const item = document.createElement("li");
    const said = document.createElement("span");
    said.textContent = words(zone);
    const button = document.createElement("button");
    button.className = "btn btn--link btn--small";
    button.name = "enlever";
    button.value = index + 1;
    button.textContent = "Enlever";
    const which = document.createElement("span");
    which.className = "visually-hidden";
    which.textContent = ` la zone ${index + 1}`;
    button.append(which);
    item.append(said, button);
    return item;
  };

  const show = () => {
    field.value = written(zones);
    svg.replaceChildren(...zones.map(rect));
    list.replaceChildren(...zones.map(line));
    form.querySelector("[data-count]").textContent = zones.length;
    form.querySelector("[data-none]").hidden = zones.length > 0;
  };

  list.addEventListener("click", (event) => {
    const button = event.target.closest("button[name=enlever]");
    if (!button) return;
    event.preventDefault();
    const index = Number(button.value) - 1;
    zones.splice(index, 1);
    show();
    const next = list.querySelectorAll("button")[Math.min(index, zones.length - 1)];
    (next || form.elements.haut).focus();
  });

  const marked = (event, on) => {
    const item = event.target.closest("[data-zones] li");
    if (item) svg.children[Array.from(list.children).indexOf(item)]?.classList.toggle("is-shown", on);
  };
  ["mouseover", "focusin"].forEach((name) => list.addEventListener(name, (event) => marked(event, true)));
  ["mouseout", "focusout"].forEach((name) => list.addEventListener(name, (event) => marked(event, false)));

  /* A finger scrolls the page, until its owner asks to draw with it; a second press gives it back. */
  const finger = form.querySelector("[data-finger]");
  const draws = () => finger.getAttribute("aria-pressed") === "true";
  const offer = (event) => { if (event.pointerType === "touch") finger.hidden = false; };
  finger.addEventListener("click", () => {
    finger.setAttribute("aria-pressed", String(!draws()));
    place.classList.toggle("takes-touch", draws());
    if (draws()) place.scrollIntoView({ block: "nearest" });
  });
  finger.hidden = !window.matchMedia("(any-pointer: coarse)").matches;
  window.addEventListener("pointerdown", offer);

  let from = null, drawn = null;
  const at = (event) => {
    const { left, top, width, height } = place.getBoundingClientRect();
    const bounded = (part) => Math.round(Math.min(Math.max(part, 0), 1) * WHOLE);
    return [bounded((event.clientX - left) / width), bounded((event.clientY - top) / height)];
  };
  const zone = (event) => {
    const [x, y] = at(event);
    return [Math.min(from[0], x), Math.min(from[1], y), Math.max(from[0], x), Math.max(from[1], y)];
  };
  place.addEventListener("pointerdown", (event) => {
    if ((event.pointerType === "touch" && !draws()) || event.button !== 0 || zones.length >= MOST) return;
    event.preventDefault();
    place.setPointerCapture(event.pointerId);
    from = at(event);
    drawn = svg.appendChild(rect([...from, ...from]));
  });
  place.addEventListener("pointermove", (event) => {
    if (!from) return;
    const next = rect(zone(event));
    drawn.replaceWith(next);
    drawn = next;
  });
  const end = (event) => {
    if (!from) return;
    const [left, top, right, bottom] = zone(event);
    from = null;
    if (event.type === "pointerup" && right - left >= LEAST && bottom - top >= LEAST) zones.push([left, top, right, bottom]);
    show();
  };
  place.addEventListener("pointerup", end);
  place.addEventListener("pointercancel", end);
  place.classList.add("can-draw");
  form.querySelector("[data-mouse]").hidden = false;
  form.querySelector("[data-numbers]").hidden = true;
})();
