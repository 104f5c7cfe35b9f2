/* Comforts only: every page works without this file. */
(() => {
  "use strict";
  const all = (selector, root = document) => root.querySelectorAll(selector);

  /* The error summary speaks first; its links put the reader in the field. */
  const summary = document.querySelector("[data-focus]");
  if (summary) summary.focus();

  /* One click sends once. The button comes back with the reader, or when nothing has answered for ten seconds. */
  const release = (form) => {
    delete form.dataset.sent;
    all("[aria-disabled]", form).forEach((b) => b.removeAttribute("aria-disabled"));
  };
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method === "get") return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "1";
    delete form.dataset.dirty;
    setTimeout(() => all("button[type=submit], button:not([type])", form).forEach((b) => b.setAttribute("aria-disabled", "true")));
    setTimeout(release, 10000, form);
  });
  window.addEventListener("pageshow", () => all("form[data-sent]").forEach(release));

  /* Menus close by Escape and by a click elsewhere. */
  const closeMenus = (except) => all("details[data-menu][open]").forEach((menu) => { if (menu !== except) menu.open = false; });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const menu = document.querySelector("details[data-menu][open]");
    if (menu) { menu.open = false; menu.querySelector("summary").focus(); }
  });
  document.addEventListener("click", (event) => closeMenus(event.target.closest("details[data-menu]")));

  /* A link that asks first: native dialog; its href is the same question as a page. */
  all("[data-dialog]").forEach((link) => link.addEventListener("click", (event) => {
    const dialog = document.getElementById(link.dataset.dialog);
    if (!dialog || !dialog.showModal) return;
    event.preventDefault();
    dialog.showModal();
  }));
  all("dialog [data-close]").forEach((button) => button.addEventListener("click", () => button.closest("dialog").close()));

  /* Chosen files, by name and size, before they leave. */
  const size = (bytes) => bytes < 1e6 ? `${Math.ceil(bytes / 1e3)}\u00a0ko` : `${(bytes / 1e6).toFixed(1).replace(".", ",")}\u00a0Mo`;
  all("input[type=file]").forEach((input) => input.addEventListener("change", () => {
    const list = input.parentElement.querySelector("[data-file-list]");
    if (!list) return;
    list.replaceChildren(...Array.from(input.files, (file) => {
      const line = document.createElement("li");
      line.textContent = `${file.name}, ${size(file.size)}`;
      return line;
    }));
  }));

  /* Leaving a form with unsent words asks first. */
  all("form[data-guard]").forEach((form) => form.addEventListener("input", () => { form.dataset.dirty = "1"; }));
  window.addEventListener("beforeunload", (event) => { if (document.querySelector("form[data-dirty]")) event.preventDefault(); });
})();
