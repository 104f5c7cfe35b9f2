/* Screens that follow a sitting. Every second a tiny address says whether what this reader sees has changed; only then
   is the page asked for, and only the parts that differ are swapped. A ballot being filled in is never touched. When the
   line is cut the page says so, keeps what was typed and sends the ballot again: the server takes it once.
   Without this file the link "Actualiser" does the same. */
(() => {
  "use strict";
  const root = document.querySelector("[data-live]");
  if (!root || !window.fetch) return;
  const PACE = 500, PACE_HIDDEN = 5000, PATIENCE = 8000, AGAIN = 2000;
  const cut = document.querySelector("[data-live-cut]");
  const said = document.querySelector("[data-live-said]");
  let version = root.dataset.liveVersion, timer = 0, asking = false, sending = false;

  const say = (text) => { if (said && said.textContent !== text) said.textContent = text; };
  const line = (there) => {
    if (cut.hidden === there) return;
    cut.hidden = there;
    say(there ? "Connexion rétablie." : "Connexion perdue. Ce que vous avez saisi est gardé.");
  };
  const ask = async (url, options = {}) => {
    const patience = new AbortController();
    const end = setTimeout(() => patience.abort(), PATIENCE);
    try {
      const answer = await fetch(url, { cache: "no-store", credentials: "same-origin", signal: patience.signal, ...options });
      if (answer.status >= 502) throw new Error("away");
      return answer;
    } finally { clearTimeout(end); }
  };

  /* The same part without what is drawn anew at each answer. */
  const words = (part) => part.outerHTML.replace(/name="(csrfmiddlewaretoken|form_key)" value="[^"]*"/g, "").replace(/ (hidden|open|aria-disabled|data-[\w-]+)(="[^"]*")?/g, "");
  const beingFilled = (part) => part.querySelector("form[data-ballot][data-touched]");

  const swap = (fresh) => {
    let changed = false;
    document.querySelectorAll("[data-live-part]").forEach((part) => {
      const next = fresh.getElementById(part.id);
      if (!next || words(part) === words(next)) return;
      const form = beingFilled(part);
      if (form) {
        const over = !next.querySelector("form[data-ballot]");
        const notice = part.querySelector("[data-live-over]");
        if (over && notice && notice.hidden) { notice.hidden = false; changed = true; }
        return;
      }
      const focused = part.contains(document.activeElement) && document.activeElement.id;
      part.replaceWith(document.adoptNode(next));
      if (focused) document.getElementById(focused)?.focus();
      changed = true;
    });
    const title = fresh.querySelector("title");
    if (title) document.title = title.textContent;
    return changed;
  };

  const refresh = async () => {
    const answer = await ask(location.href, { headers: { Accept: "text/html" } });
    if (answer.redirected || answer.status === 404) { location.reload(); return; }
    if (!answer.ok) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    const place = fresh.querySelector("[data-live]");
    if (!place) { location.reload(); return; }
    if (swap(fresh)) say(`L’écran a suivi la séance : ${place.dataset.liveSays || "mis à jour"}.`);
    version = place.dataset.liveVersion;
  };

  const beat = async () => {
    clearTimeout(timer);
    if (asking || sending) { timer = setTimeout(beat, PACE); return; }
    asking = true;
    try {
      const answer = await ask(root.dataset.live, { headers: { Accept: "application/json" } });
      if (answer.redirected || answer.status === 404) { location.reload(); return; }
      if (answer.ok) {
        const { version: now } = await answer.json();
        if (now !== version) await refresh();
      }
      line(true);
    } catch { line(false); }
    asking = false;
    timer = setTimeout(beat, document.hidden ? PACE_HIDDEN : PACE);
  };

  document.addEventListener("input", (event) => {
    const form = event.target.closest("form[data-ballot]");
    if (form) form.dataset.touched = "1";
  });

  /* The answer of a ballot: where to go, or the page that says what is missing. */
  const take = async (answer) => {
    if ((answer.headers.get("Content-Type") || "").includes("json")) { location.assign((await answer.json()).url); return; }
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    const main = fresh.querySelector("main");
    if (!main) { location.reload(); return; }
    document.querySelector("main").replaceWith(document.adoptNode(main));
    document.title = fresh.title;
    document.querySelector("[data-focus]")?.focus();
  };
  const send = async (form, content) => {
    try {
      const answer = await ask(form.action, { method: "POST", body: content, headers: { "X-Requested-With": "live", Accept: "application/json, text/html" } });
      line(true);
      sending = false;
      await take(answer);
    } catch {
      line(false);
      setTimeout(send, AGAIN, form, content);
    }
  };
  window.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("form[data-ballot]")) return;
    event.preventDefault();
    if (sending) return;
    sending = true;
    send(form, new FormData(form, event.submitter));
    form.querySelectorAll("input, textarea, select, button").forEach((field) => field.setAttribute("aria-disabled", "true"));
    form.inert = true;
  }, true);

  window.addEventListener("online", beat);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) beat(); });
  window.addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
  timer = setTimeout(beat, PACE);
})();
